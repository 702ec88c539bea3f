// The rules for our HTML. "recommended" is more than the standard asks; what is turned off has its reason.
module.exports = {
  root: true,
  extends: ["html-validate:recommended"],
  rules: {
    // Style of the source text, not of the page: djade formats the templates.
    "attribute-boolean-style": "off",
    "attribute-empty-style": "off",
    "doctype-style": "off",
    "no-trailing-whitespace": "off",
    "void-style": "off",
    // A title names its recommendation, and those are as long as the inspectors made them.
    "long-title": "off",
    // The parts of the page furniture name their classes with -- and __.
    "class-pattern": "off",
    "id-pattern": "off",
    "name-pattern": "off",
    // Several boxes of one filter share its name, and so do the hidden fields of a form that keeps what is chosen there;
    // that is how a form sends several values.
    "form-dup-name": "off",
    // Nothing may be styled or scripted in the page: the content security policy would drop it silently.
    "no-inline-style": "error",
    "no-style-tag": "error",
    "require-csp-nonce": "off",
  },
};
