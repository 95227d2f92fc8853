"""A shop on pybkash: the steps of its README and of docs/synchronous.md. See ../README.md."""

import os
import uuid
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs, urlsplit

from pybkash import APIError, Client, Token

ADDRESS = ("127.0.0.1", 8093)

token = Token("accept", "password", "accept-pybkash", "app-secret", sandbox=True)
# Its host is fixed; this attribute is public.
token.base_url = os.environ["BKASH_BASE_URL"]
client = Client(token)


def checkout(_: dict) -> str:
    payment = client.create_payment(
        callback_url=f"http://{ADDRESS[0]}:{ADDRESS[1]}/callback",
        payer_reference="CUSTOMER001",
        amount=1000,
        # The README leaves it out, and every payment is then 0000; the docs list it.
        invoice_number=f"ORDER-{uuid.uuid4().hex[:12]}",
    )
    return payment.bkash_url


def callback(query: dict) -> str:
    # "Inspect the status parameter. If status=success, attempt to execute."
    if query.get("status") != "success":
        return "Payment failed"
    execution = client.execute_payment(query["paymentID"])
    if execution.is_complete():
        return f"Payment successful! TrxID: {execution.trx_id}"
    return f"Payment status: {execution.status}"


def refund(form: dict) -> str:
    refund = client.execute_refund(
        payment_id=form["payment_id"], trx_id=form["trx_id"], refund_amount=float(form["amount"])
    )
    if refund.is_complete():
        return f"Refund successful: {refund.refund_trx_id}"
    return f"Refund status: {refund.status}"


class Shop(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        address = urlsplit(self.path)
        if address.path == "/callback":
            self.answer(callback, address.query)
        else:
            self.send(200, "ready")

    def do_POST(self) -> None:
        form = self.rfile.read(int(self.headers["Content-Length"] or 0)).decode()
        if self.path == "/checkout":
            self.answer(checkout, form, redirect=True)
        else:
            self.answer(refund, form)

    def answer(self, work, sent: str, redirect: bool = False) -> None:
        try:
            text = work({name: values[0] for name, values in parse_qs(sent).items()})
        except APIError as error:
            # The client raises the gateway's refusals; its text is code and message.
            self.send(400, f"Failed: {error}")
        except Exception as error:
            # What a web framework makes of an exception that nobody expected.
            self.log_error("%r", error)
            self.send(500, "Internal Server Error")
        else:
            self.send(303 if redirect else 200, text)

    def send(self, status: int, text: str) -> None:
        body = b"" if status == 303 else text.encode()
        self.send_response(status)
        if status == 303:
            self.send_header("Location", text)
        self.send_header("Content-Type", "text/plain; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)


if __name__ == "__main__":
    ThreadingHTTPServer(ADDRESS, Shop).serve_forever()
