import Bounces

extension ReadingSample {
    /// Other forms in which servers write.
    static let forms: [ReadingSample] = [
        ReadingSample(
            "m-FILTER", ["gone@example.jp"], .delivery,
            """
            From: mailer-daemon@example.jp
            To: shiro@list.example
            Subject: failure notice

            -------server message
            550 5.1.1 unknown user <gone@example.jp>

            -------original message
            Received: from x by y
            From: shiro@list.example
            To: gone@example.jp
            Subject: x

            text
            """),
        ReadingSample(
            "m-FILTER, the address in what came back", ["gone@example.jp"], .delivery,
            """
            From: mailer-daemon@example.jp
            To: shiro@list.example
            Subject: failure notice

            -------server message
            550 unknown user

            -------original mail info
            Received: from x by y
            From: shiro@list.example
            To: gone@example.jp
            Subject: x
            """),
        ReadingSample(
            "GroupWise", ["gone@example.jp"], .delivery,
            """
            From: postmaster@example.jp
            Subject: Mail failure - no transport
            To: a@list.example

            The message that you sent was undeliverable to the following:
            	gone@example.jp (Mailbox unknown or not accepting mail.)

            Possibly truncated original message follows:
            """),
        ReadingSample(
            "Microsoft 365, a page", ["gone@example.com"], .delivery,
            """
            From: <postmaster@example.onmicrosoft.com>
            To: a@list.example
            Subject: Undeliverable: news
            Content-Type: text/html; charset="us-ascii"

            <html><body><h2>Your message to gone@example.com couldn't be delivered.</h2><p>gone wasn't found at example.com.</p>
            <table><tr><td>a</td><td>Office 365</td><td>gone</td></tr></table><p>Unknown To address</p>
            <p>Contact help@example.com if you want</p></body></html>
            """),
        ReadingSample(
            "Postfix, a success", ["ok@example.net delivered"], .delivery,
            """
            From: MAILER-DAEMON@x.example (Mail Delivery System)
            To: a@list.example
            Subject: Successful Mail Delivery Report

            This is the mail system at host x.example.

            Your message was successfully delivered to the destination(s)
            listed below. If the message was delivered to mailbox you will
            receive no further notifications. Otherwise you may still receive
            notifications of mail delivery errors from other systems.

                               The mail system

            <ok@example.net>: delivery via local: delivered to mailbox
            """),
        ReadingSample(
            "Exim, a command", ["cat@example.org"], .delivery,
            """
            From: Mail Delivery System <Mailer-Daemon@x.example>
            To: a@list.example
            Subject: Mail delivery failed: returning message to sender

            This message was created automatically by mail delivery software.

            A message that you sent could not be delivered to one or more of its
            recipients. This is a permanent error. The following address(es) failed:

              |/usr/local/bin/procmail
                (generated from cat@example.org)
                local delivery failed

            ------ This is a copy of the message, including all the headers. ------
            """),
        ReadingSample(
            "Yahoo in Japan", ["a@yahoo.co.jp"], .delivery,
            """
            From: MAILER-DAEMON@yahoo.co.jp
            To: x@list.example
            Subject: Delivery failure

            Message from  yahoo.co.jp.
            Unable to deliver message to the following address(es).

            <a@yahoo.co.jp>:
            This user doesn't have a  yahoo.co.jp account (a@yahoo.co.jp) [-5]

            --- Original message follows.

            Return-Path: <x@list.example>
            """),
        ReadingSample(
            "Mimecast", ["gone@example.com"], .delivery,
            """
            From: postmaster@mimecast.example
            To: x@list.example
            Subject: [Postmaster] Email Delivery Failure

            This is a delivery failure notification message indicating that
            an email you addressed to email address :
            -- gone@example.com

            could not be delivered. The problem appears to be :
            -- Recipient email server rejected the message

            Additional information follows :
            -- 5.1.1 User unknown
            """),
        ReadingSample(
            "Barracuda", ["gone@example.com"], .delivery,
            """
            From: "Barracuda Email Security" <postmaster@x.example>
            To: x@list.example
            Subject: **Message you sent blocked by our bulk email filter**

            Your message to: gone@example.com
            was blocked by our Spam Firewall. The email you sent with the following subject has NOT BEEN DELIVERED:

            Subject: hi
            """),
        ReadingSample(
            "SendGrid", ["gone@example.com"], .delivery,
            """
            From: MAILER-DAEMON
            To: bounces@list.example
            Subject: Undelivered Mail Returned to Sender

            This is an automatically generated message from SendGrid.

            I'm sorry to have to tell you that your message was not able to be delivered to one of its intended recipients.

            If you require assistance with this, please contact SendGrid support.

            shironekochan:000000:<gone@example.com> : 192.0.2.250 : mx.example.com:[192.0.2.22] : 550 5.1.1 <gone@example.com>... User Unknown  in RCPT TO

            ------=_-----------000000000000000000-0
            """),
        ReadingSample(
            "Apple", ["gone@icloud.com"], .delivery,
            """
            From: postmaster@mac.com
            To: x@list.example
            Subject: Mail Delivery Failure

            This report relates to a message you sent with the following header fields:

              Message-id: <1@x>
              To: gone@icloud.com

            Your message cannot be delivered to the following recipients:

              Recipient address: gone@icloud.com
              Original address: first@mac.com
              Reason: over quota
            """),
        ReadingSample(
            "EZweb, one sentence", ["gone@ezweb.ne.jp"], .delivery,
            """
            From: Postmaster@ezweb.ne.jp
            To: x@list.example
            Subject: Mail System Error - Returned Mail

            The user(s) gone@ezweb.ne.jp does not exist.
            """),
        ReadingSample(
            "only what came back tells", ["gone@example.com"], .delivery,
            """
            From: Postmaster@x.example
            To: x@list.example
            Subject: Undeliverable mail
            Content-Type: multipart/mixed; boundary=b

            --b

            Your message could not be delivered.

            --b
            Content-Type: message/rfc822

            From: x@list.example
            To: Gone <gone@example.com>
            Subject: hi

            --b--
            """),
        ReadingSample(
            "QQ", ["gone@qq.example"], .delivery,
            """
            From: PostMaster@qq.example
            To: x@list.example
            Subject: =?utf-8?B?57O757uf6YCA5L+h?=
            Content-Type: text/html; charset=utf-8

            <html><body><p>很抱歉您发送的邮件被退回，以下是该邮件的相关信息：</p><p>被退回邮件</p><p>主题：hi</p><p>收件人：<a>gone@qq.example</a></p><p>退信原因：收件人邮件地址（gone@qq.example）不存在，邮件无法送达。</p><p>建议: 联系 help@qq.example</p></body></html>
            """),
        ReadingSample(
            "Naver", ["gone@naver.example"], .delivery,
            """
            From: NAVER <mailer-daemon@naver.example>
            To: x@list.example
            Subject: =?utf-8?B?W+uplOydvCDsoITshqEg7Iuk7YyoXQ==?= hi
            Content-Type: text/html; charset=utf-8

            <html><body>받는사람 gone@naver.example 님에게 메일 전송이 실패했습니다.<br>원인: 존재하지 않는 이메일 주소</body></html>
            """),
        ReadingSample(
            "a French provider", ["gone@laposte.example"], .delivery,
            """
            From: Mail Delivery System <MAILER-DAEMON@laposte.example>
            To: x@list.example
            Subject: Undelivered Mail Returned to Sender

            Ceci est un message automatique.
            Nous sommes desoles, le courrier n'a pas pu etre remis a :
            <gone@laposte.example>: adresse inconnue
            """),
    ]
}
