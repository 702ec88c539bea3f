"""A server that opens a connection for each request. As a program it is the site's server.

Who has a file open goes on writing when its disk is mounted read-only by hand, and nothing of that is lost. A disk that
fails lets nobody write; to a test that can only mount, this server behaves as on such a disk.
"""

from tracker import databases

LINE = ("-m", "tests.faults.unkept")


def main() -> None:
    databases.KEPT_SECONDS = 0
    from tracker import serve

    serve.main()


if __name__ == "__main__":
    main()
