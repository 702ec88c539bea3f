"""A little OpenID provider on this machine: it signs what the test tells it to, as a real one would."""

import base64
import hashlib
import json
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import jwt
from cryptography.hazmat.primitives.asymmetric import rsa

KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
OTHER_KEY = rsa.generate_private_key(public_exponent=65537, key_size=2048)
CLIENT, SECRET = "the-tracker", "a secret between two"


@dataclass
class Provider:
    """What the provider says. `claims` go into the token, `userinfo` is asked for separately."""

    url: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    userinfo: dict[str, Any] = field(default_factory=dict)
    signs_with: Any = KEY
    asked: list[str] = field(default_factory=list)
    waiting: dict[str, dict[str, str]] = field(default_factory=dict)  # by code: what was asked for

    def agree(self, address: str) -> str:
        """Do what the provider's own page does when the person says yes; return the query of the way back."""
        wanted = {name: values[0] for name, values in parse_qs(urlsplit(address).query).items()}
        assert wanted["client_id"] == CLIENT
        assert wanted["response_type"] == "code"
        assert wanted["code_challenge_method"] == "S256"
        code = f"code-{len(self.waiting)}"
        self.waiting[code] = wanted
        return f"code={code}&state={wanted['state']}"

    def token(self, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        wanted = self.waiting.pop(sent.get("code", ""), None)
        challenge = base64.urlsafe_b64encode(hashlib.sha256(sent.get("code_verifier", "").encode()).digest())
        if (
            wanted is None
            or sent["client_secret"] != SECRET
            or sent["redirect_uri"] != wanted["redirect_uri"]
            or challenge.decode().rstrip("=") != wanted["code_challenge"]
        ):
            return 400, {"error": "invalid_grant"}
        payload = {
            "iss": self.url,
            "aud": CLIENT,
            "sub": "person-1",
            "exp": int(time.time()) + 60,
            "nonce": wanted["nonce"],
        } | self.claims
        payload = {name: value for name, value in payload.items() if value is not None}
        signed = jwt.encode(payload, self.signs_with, algorithm="RS256", headers={"kid": "one"})
        return 200, {"access_token": "let me ask", "token_type": "Bearer", "id_token": signed}

    def answer(self, path: str, sent: dict[str, str]) -> tuple[int, dict[str, Any]]:
        self.asked.append(path)
        if path == "/.well-known/openid-configuration":
            return 200, {
                "issuer": self.url,
                "authorization_endpoint": f"{self.url}/authorise",
                "token_endpoint": f"{self.url}/token",
                "userinfo_endpoint": f"{self.url}/userinfo",
                "jwks_uri": f"{self.url}/keys",
            }
        if path == "/token":
            return self.token(sent)
        if path == "/keys":
            key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
            return 200, {"keys": [{**key, "kid": "one", "alg": "RS256", "use": "sig"}]}
        if path == "/userinfo":
            return 200, {"sub": "person-1"} | self.userinfo
        return 404, {}


@contextmanager
def running_provider() -> Iterator[Provider]:
    """Serve on a loopback port of its own until the block ends."""
    provider = Provider()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.reply({})

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"])).decode()
            self.reply({name: values[0] for name, values in parse_qs(body).items()})

        def reply(self, sent: dict[str, str]) -> None:
            status, said = provider.answer(urlsplit(self.path).path, sent)
            content = json.dumps(said).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_args: Any) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    provider.url = f"http://127.0.0.1:{server.server_port}"
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield provider
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
