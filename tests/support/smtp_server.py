#!/usr/bin/env python3
"""A real SMTP server (aiosmtpd) on a free port of this machine, for tests. Keeps each message that it takes in a folder.

Prints its port once it listens, and ends when its standard input does. FOLDER/0001.eml holds one message: a line with the
sender, a line with the recipients, then what came after DATA. What becomes of a message is in the recipient's name:

  unknown@…  refused with 550         later@…  refused with 451 for now
  spam@…     refused after DATA       cut@…    taken, but the connection is cut before the answer
"""

import argparse
import asyncio
import logging
import pathlib
import ssl
import subprocess
import sys
import warnings

from aiosmtpd.smtp import SMTP, AuthResult


class Keeper:
    def __init__(self, folder):
        self.folder = folder
        self.count = 0

    async def handle_RCPT(self, server, session, envelope, address, options):
        name = address.split("@")[0]
        if name == "unknown":
            return "550 5.1.1 Nobody of that name"
        if name == "later":
            return "451 4.7.1 Come back later"
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):
        names = [address.split("@")[0] for address in envelope.rcpt_tos]
        if "spam" in names:
            return "554 5.7.1 We do not want this"
        self.count += 1
        head = f"{envelope.mail_from}\n{' '.join(envelope.rcpt_tos)}\n".encode()
        part = self.folder / f"{self.count:04}.part"
        part.write_bytes(head + envelope.original_content)
        part.rename(part.with_suffix(".eml"))
        if "cut" in names:
            server.transport.abort()
        return "250 OK"


def make_certificate(folder):
    """For the names under which tests call this machine."""
    certificate, key = folder / "certificate.pem", folder / "key.pem"
    subprocess.run(
        ["openssl", "req", "-x509", "-nodes", "-days", "2", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1",
         "-subj", "/CN=test", "-addext", "subjectAltName=IP:127.0.0.1,IP:0.0.0.0",
         "-keyout", key, "-out", certificate],
        check=True, capture_output=True)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate, key)
    return context


async def serve(options):
    keeper = Keeper(options.folder)
    context = make_certificate(options.folder) if options.tls else None

    def authenticate(server, session, envelope, mechanism, data):
        given = f"{data.login.decode()}:{data.password.decode()}"
        return AuthResult(success=given == options.login, handled=False)

    def connection():
        return SMTP(keeper, hostname="test", tls_context=context if options.tls == "starttls" else None,
                    authenticator=authenticate, auth_required=bool(options.login), auth_require_tls=False)

    server = await asyncio.get_running_loop().create_server(
        connection, "127.0.0.1", 0, ssl=context if options.tls == "from_start" else None)
    print(server.sockets[0].getsockname()[1], flush=True)
    await asyncio.get_running_loop().run_in_executor(None, sys.stdin.read)
    server.close()


def main():
    logging.disable()  # clients that go away in the middle are what tests are about
    warnings.simplefilter("ignore")
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=pathlib.Path)
    parser.add_argument("--login", help="NAME:PASSWORD")
    parser.add_argument("--tls", choices=("starttls", "from_start"))
    asyncio.run(serve(parser.parse_args()))


if __name__ == "__main__":
    main()
