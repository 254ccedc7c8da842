"""How many copies of letter.html and letter.txt Python's email and jinja2 compose in a second."""
import time
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import jinja2

HERE = Path(__file__).parent
HTML = jinja2.Environment(autoescape=True).from_string((HERE / "letter.html").read_text().split("---\n", 2)[2])
TEXT = jinja2.Environment().from_string((HERE / "letter.txt").read_text())
SUBJECT = jinja2.Environment().from_string("News for {{subscriber.name}} — autumn")


def compose(number):
    values = dict(
        subscriber=dict(name=f"Reader {number}", address=f"user{number}@example.org"),
        attributes=dict(city=f"City {number}", plan="gold", points=number))
    message = EmailMessage(policy=SMTP)
    message["From"] = "News from Fanmail <news@lists.example>"
    message["To"] = "announce@lists.example"
    message["Subject"] = SUBJECT.render(values)
    message["Date"] = "Mon, 23 Nov 2026 09:00:00 +0000"
    message["Message-ID"] = f"<{number}@lists.example>"
    message["List-Id"] = "News from Fanmail <announce.lists.example>"
    message["List-Unsubscribe"] = "<mailto:announce-leave@lists.example?subject=unsubscribe>"
    message.set_content(TEXT.render(values))
    message.add_alternative(HTML.render(values), subtype="html")
    return message.as_bytes()


count, start = 0, time.monotonic()
while time.monotonic() < start + 2:
    compose(count)
    count += 1
print(count / (time.monotonic() - start))
