"""An app that sends mail, tried against fanmail's sink. Only Python's own library is needed:

    python3 -m unittest test_signup.py        (or pytest; FANMAIL=/path/to/fanmail where it is not in the PATH)
"""
import json
import os
import smtplib
import subprocess
import tempfile
import time
import unittest
import urllib.error
import urllib.parse
import urllib.request
from email.message import EmailMessage


def sign_up(address, host, port):
    """The app."""
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = "Ada <ada@lists.example>", address, "Willkommen, schön!"
    message.set_content("Confirm: https://lists.example/confirm?t=1\n")
    with smtplib.SMTP(host, port, timeout=30) as client:
        client.send_message(message)


class Sink:
    """A server of the test's own, on free ports."""

    def __init__(self):
        self.folder = tempfile.TemporaryDirectory()
        ready = os.path.join(self.folder.name, "ready.json")
        self.process = subprocess.Popen(
            [os.environ.get("FANMAIL", "fanmail"), "sink", "--listen", "127.0.0.1:0", "--web", "127.0.0.1:0",
             "--ready-file", ready],
            stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        # The file is there, whole, once it listens.
        while not os.path.exists(ready):
            if self.process.poll() is not None:
                raise RuntimeError("the sink has ended: %s" % self.process.returncode)
            time.sleep(0.01)
        with open(ready) as file:
            where = json.load(file)
        self.host, self.port, self.url = where["smtp"]["host"], where["smtp"]["port"], where["web"]["url"]

    def call(self, method, path, body=None, **query):
        url = self.url + path + "?" + urllib.parse.urlencode(query)
        request = urllib.request.Request(url, data=body, method=method)
        with urllib.request.urlopen(request, timeout=60) as answer:
            return json.load(answer)

    def wait(self, **query):
        """The first message that is meant, as soon as it is there; what came before counts."""
        return self.call("GET", "api/v1/wait", **query)

    def stop(self):
        self.process.terminate()
        self.process.wait()
        self.folder.cleanup()


class SignUpTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        cls.sink = Sink()
        cls.addClassCleanup(cls.sink.stop)

    def setUp(self):
        self.sink.call("DELETE", "api/v1/messages")
        self.sink.call("DELETE", "api/v1/faults")

    def test_welcome(self):
        sign_up("ken@example.org", self.sink.host, self.sink.port)
        message = self.sink.wait(to="ken@example.org")
        self.assertEqual(message["Subject"], "Willkommen, schön!")
        self.assertEqual([link["URL"] for link in message["Links"]], ["https://lists.example/confirm?t=1"])
        self.assertEqual(message["Envelope"]["ReversePath"], "ada@lists.example")

    def test_refused(self):
        faults = b'[[fault]]\nrecipient = "gone@*"\nreply = "550 5.1.1 no such user"\n'
        self.sink.call("PUT", "api/v1/faults", faults)
        with self.assertRaises(smtplib.SMTPRecipientsRefused):
            sign_up("gone@example.org", self.sink.host, self.sink.port)

    def test_nothing(self):
        with self.assertRaises(urllib.error.HTTPError) as error:
            self.sink.wait(to="ken@example.org", timeout="10ms")
        self.assertEqual(error.exception.code, 404)
        error.exception.close()


if __name__ == "__main__":
    unittest.main()
