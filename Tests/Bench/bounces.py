"""Messages that came back, of many kinds, and how many of them flufl.bounce reads in a second.

    bounces.py make FILE COUNT [OCTETS]      writes an mbox; OCTETS of what came back are in each
    bounces.py samples FILE COPIES ARCHIVE   writes an mbox of the messages of flufl.bounce's tests, each so often
    bounces.py scan FILE                     prints messages a second
"""
import re
import sys
import tarfile
import time

SENDER = "From MAILER-DAEMON Mon Nov 23 08:00:00 2026\n"
LETTER = ("Return-Path: <announce-bounces@lists.example>\nMessage-ID: <{n}@lists.example>\nFrom: News <news@lists.example>\n"
          "To: announce@lists.example\nSubject: News {n}\nList-Id: <announce.lists.example>\n\n{body}\n")
REASONS = [
    ("5.1.1", "550 5.1.1 <{to}>: Recipient address rejected: User unknown in virtual mailbox table"),
    ("5.2.2", "552 5.2.2 <{to}>: The mailbox is over quota"),
    ("5.7.1", "554 5.7.1 Service unavailable; client host blocked using a block list"),
    ("4.4.1", "451 4.4.1 connect to mx{n}.example.org: Connection timed out"),
    ("5.2.1", "550 5.2.1 The email account that you tried to reach is disabled"),
]


def report(n, to, letter):
    status, words = REASONS[n % len(REASONS)]
    words = words.format(to=to, n=n)
    return (f"From: MAILER-DAEMON@mx.example (Mail Delivery System)\nSubject: Undelivered Mail Returned to Sender\n"
            f"To: announce-bounces@lists.example\nAuto-Submitted: auto-replied\nMIME-Version: 1.0\n"
            f"Content-Type: multipart/report; report-type=delivery-status; boundary=\"b{n}\"\n\n"
            f"--b{n}\nContent-Type: text/plain\n\nI'm sorry to have to inform you that your message could not\n"
            f"be delivered to one or more recipients.\n\n<{to}>: host mx.example.org said: {words}\n\n"
            f"--b{n}\nContent-Type: message/delivery-status\n\nReporting-MTA: dns; mx.example\n\n"
            f"Final-Recipient: rfc822; {to}\nOriginal-Recipient: rfc822;{to}\nAction: failed\nStatus: {status}\n"
            f"Remote-MTA: dns; mx.example.org\nDiagnostic-Code: smtp; {words}\n\n"
            f"--b{n}\nContent-Type: message/rfc822\n\n{letter}\n--b{n}--\n")


def exim(n, to, letter):
    return (f"From: Mail Delivery System <Mailer-Daemon@mx.example>\nX-Failed-Recipients: {to}\n"
            f"To: announce-bounces@lists.example\nSubject: Mail delivery failed: returning message to sender\n\n"
            f"This message was created automatically by mail delivery software.\n\n"
            f"A message that you sent could not be delivered to one or more of its\nrecipients. This is a permanent error. "
            f"The following address(es) failed:\n\n  {to}\n    host mx.example.org [192.0.2.1]\n"
            f"    SMTP error from remote mail server after RCPT TO:<{to}>:\n    550 5.1.1 No such user here\n\n"
            f"------ This is a copy of the message, including all the headers. ------\n\n{letter}")


def qmail(n, to, letter):
    return (f"From: MAILER-DAEMON@mx.example\nTo: announce-bounces@lists.example\nSubject: failure notice\n\n"
            f"Hi. This is the qmail-send program at mx.example.\nI'm afraid I wasn't able to deliver your message to the "
            f"following addresses.\nThis is a permanent error; I've given up. Sorry it didn't work out.\n\n"
            f"<{to}>:\nSorry, no mailbox here by that name. (#5.1.1)\n\n--- Below this line is a copy of the message.\n\n"
            f"{letter}")


def sendmail(n, to, letter):
    return (f"From: Mail Delivery Subsystem <MAILER-DAEMON@mx.example>\nTo: announce-bounces@lists.example\n"
            f"Subject: Returned mail: User unknown\n\n   ----- The following addresses had permanent fatal errors -----\n"
            f"<{to}>\n\n   ----- Transcript of session follows -----\n... while talking to mx.example.org.:\n"
            f">>> RCPT To:<{to}>\n<<< 550 5.1.1 <{to}>... User unknown\n550 <{to}>... User unknown\n\n"
            f"   ----- Original message follows -----\n\n{letter}")


def complaint(n, to, letter):
    return (f"From: feedback@isp.example\nTo: complaints@lists.example\nSubject: Abuse report\nMIME-Version: 1.0\n"
            f"Content-Type: multipart/report; report-type=feedback-report; boundary=\"c{n}\"\n\n"
            f"--c{n}\nContent-Type: text/plain\n\nThis is an email abuse report.\n\n"
            f"--c{n}\nContent-Type: message/feedback-report\n\nFeedback-Type: abuse\nVersion: 1\nUser-Agent: x/1\n"
            f"Original-Rcpt-To: {to}\n\n--c{n}\nContent-Type: message/rfc822\n\n{letter}\n--c{n}--\n")


def away(n, to, letter):
    return (f"From: {to}\nTo: news@lists.example\nSubject: Out of office: News {n}\nAuto-Submitted: auto-replied\n\n"
            f"I am away until Monday, and answer then.\n\n{letter[:300]}")


KINDS = [report, exim, report, qmail, report, sendmail, report, complaint, report, away]


def make(path, count, octets):
    body = ("0123456789" * 7 + "\n") * (octets // 71)
    with open(path, "w") as file:
        for n in range(count):
            to = f"user{n * 7919 % 1_000_003}@d{n % 500}.example"
            text = KINDS[n % len(KINDS)](n, to, LETTER.format(n=n, body=body))
            file.write(SENDER + text.replace("\nFrom ", "\n>From ").rstrip("\n") + "\n\n")


def samples(path, copies, archive):
    """The messages that flufl.bounce is tested with, from its source distribution."""
    with tarfile.open(archive) as tar:
        names = sorted(name for name in tar.getnames() if re.search(r"/tests/data/[^/]+\.txt$", name))
        texts = [tar.extractfile(name).read().replace(b"\r\n", b"\n") for name in names]
    # A file of an mbox begins with a line that is none of the message's.
    texts = [re.sub(rb"\AFrom [^\n]*\n", b"", text).replace(b"\nFrom ", b"\n>From ").rstrip(b"\n") for text in texts]
    with open(path, "wb") as file:
        for _ in range(copies):
            for text in texts:
                file.write(SENDER.encode() + text + b"\n\n")
    print(len(texts) * copies)


def scan(path):
    from email import message_from_bytes

    from flufl.bounce import all_failures
    with open(path, "rb") as file:
        parts = file.read().split(b"\n" + SENDER.encode())
    start = time.monotonic()
    for part in parts:
        all_failures(message_from_bytes(part))
    print(len(parts) / (time.monotonic() - start))


if sys.argv[1] == "make":
    make(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]) if len(sys.argv) > 4 else 600)
elif sys.argv[1] == "samples":
    samples(sys.argv[2], int(sys.argv[3]), sys.argv[4])
else:
    scan(sys.argv[2])
