"""pybkash through the whole flow. Its host is fixed, so it comes by the proxy: see ../README.md."""

import json
import os
import urllib.request

from pybkash import APIError, Client, Token

SIMULATOR = os.environ["BKASH_SIMULATOR"]
APP_KEY = "interop-python"


def control(path: str, body: dict | None = None) -> dict:
    """A control call; a client never makes one."""
    data = None if body is None else json.dumps(body).encode()
    separator = "&" if "?" in path else "?"
    url = f"{SIMULATOR}/_simulator/{path}{separator}app_key={APP_KEY}"
    with urllib.request.urlopen(urllib.request.Request(url, data)) as answer:
        return json.load(answer)


def equal(what: str, got, expected) -> None:
    if got != expected:
        raise SystemExit(f"{what}: {got!r}, expected {expected!r}")


def refused(call, code: str) -> None:
    """The client raises the gateway's own code."""
    try:
        call()
    except APIError as error:
        equal("code", error.status_code, code)
    else:
        raise SystemExit(f"not refused with {code}")


def pay(created, **how) -> str:
    """The payer's visit to the page; answers the status of the callback."""
    return control(f"payments/{created.payment_id}/pay", how)["status"]


def main() -> None:
    token = Token("interop", "password", APP_KEY, "app-secret", sandbox=True)
    with Client(token, timeout=30) as bkash:
        create = lambda amount, invoice: bkash.create_payment(  # noqa: E731
            "http://127.0.0.1:9/callback", "01770618575", amount, invoice_number=invoice
        )

        created = create(105.50, "PY-1")
        equal("page", created.bkash_url.startswith(SIMULATOR), True)
        equal("before", bkash.query_payment(created.payment_id).status, "Initiated")
        refused(lambda: bkash.execute_payment(created.payment_id), "2056")
        equal("callback", pay(created), "success")
        executed = bkash.execute_payment(created.payment_id)
        equal("executed", (executed.status, executed.amount), ("Completed", "105.5"))
        equal("invoice", executed.merchant_invoice_number, "PY-1")
        queried = bkash.query_payment(created.payment_id)
        equal("queried", (queried.status, queried.merchant_invoice), ("Completed", "PY-1"))
        found = bkash.search_trx(executed.trx_id)
        equal("found", (found.status, found.trx_id), ("Completed", executed.trx_id))
        refunded = bkash.execute_refund(created.payment_id, executed.trx_id, 5.25)
        equal("refunded", (refunded.status, refunded.amount), ("Completed", "5.25"))
        equal("refund found", bkash.search_trx(refunded.trx_id).status, "Completed")
        print("paid, queried, found, refunded")

        poor = create(20, "PY-2")
        equal("callback", pay(poor, wallet="01823074817"), "success")
        refused(lambda: bkash.execute_payment(poor.payment_id), "2023")
        left = create(30, "PY-3")
        equal("callback", pay(left, outcome="cancel"), "cancel")
        refused(lambda: bkash.execute_payment(left.payment_id), "2056")
        refused(lambda: bkash.query_payment("TR0011nothing"), "2002")
        print("refusals come as the gateway's codes")

        agreed = bkash.create_agreement("http://127.0.0.1:9/callback", "01929918378")
        equal("callback", pay(agreed, wallet="01929918378"), "success")
        agreement = bkash.execute_agreement(agreed.payment_id)
        equal("agreement", agreement.is_complete(), True)
        # It asks for an agreement as one asks for a payment.
        queried = bkash.query_agreement(agreed.payment_id)
        equal("agreement queried", queried.agreement_id, agreement.agreement_id)
        equal("agreement's payer", queried.payer_account, "01929918378")
        created = bkash.create_payment(
            "http://127.0.0.1:9/callback", "01929918378", 42, agreement.agreement_id, "PY-4"
        )
        equal("callback", pay(created), "success")
        executed = bkash.execute_payment(created.payment_id)
        equal("paid by agreement", executed.agreement_id, agreement.agreement_id)
        equal("payer", executed.customer_msisdn, "01929918378")
        equal("cancelled", bkash.cancel_agreement(agreement.agreement_id).is_complete(), True)
        refused(lambda: bkash.cancel_agreement(agreement.agreement_id), "2053")
        print("agreed, paid by the agreement, cancelled it")

    calls = [entry["endpoint"] for entry in control("journal")["data"]]
    equal("token calls", calls.count("token_grant"), 1)
    equal("executes", calls.count("execute"), 6)


if __name__ == "__main__":
    main()
