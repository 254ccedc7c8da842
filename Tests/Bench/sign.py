"""How many messages of 4 KiB dkimpy signs in a second, with RSA-2048 and relaxed/relaxed."""
import subprocess
import time

import dkim

KEY = subprocess.run(["openssl", "genrsa", "-traditional", "2048"], capture_output=True, check=True).stdout
BODY = ((b"0123456789" * 7 + b"\r\n") * 57)[:4096]
HEAD = (b"From: Bench <news@lists.example>\r\nTo: announce@lists.example\r\nSubject: Number %d\r\n"
        b"Date: Mon, 23 Nov 2026 09:00:00 +0000\r\nMessage-ID: <%d@lists.example>\r\nMIME-Version: 1.0\r\n"
        b"Content-Type: text/plain\r\nList-Id: <announce.lists.example>\r\n"
        b"List-Unsubscribe: <https://lists.example/%d>\r\nList-Unsubscribe-Post: List-Unsubscribe=One-Click\r\n\r\n")

count, start = 0, time.monotonic()
while time.monotonic() < start + 2:
    dkim.sign(HEAD % (count, count, count) + BODY, b"bench", b"lists.example", KEY,
              canonicalize=(b"relaxed", b"relaxed"))
    count += 1
print(count / (time.monotonic() - start))
