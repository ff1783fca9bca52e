"""Signs what Schemathesis sends to the webhooks with all headers of a signature (contract §4), with the secret in WEBHOOK_SECRET."""

import base64
import hashlib
import hmac
import os
import time

import schemathesis
from requests.auth import AuthBase


HEADERS = ("webhook-id", "webhook-timestamp", "webhook-signature")


class WebhookSignature(AuthBase):
    def __call__(self, request):
        if not all(request.headers.get(name) for name in HEADERS):
            return request
        body = request.body or b""
        if isinstance(body, str):
            body = body.encode()
        message_id, now = "msg_schemathesis", str(int(time.time()))
        signed = f"{message_id}.{now}.".encode() + body
        digest = hmac.new(os.environ["WEBHOOK_SECRET"].encode(), signed, hashlib.sha256).digest()
        request.headers.update(zip(HEADERS, (message_id, now, "v1," + base64.b64encode(digest).decode())))
        return request


schemathesis.auth.set_from_requests(WebhookSignature()).apply_to(path_regex="^/v1/gateways/")
