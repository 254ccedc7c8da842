import Bounces

extension ReadingSample {
    /// Other forms, with a success, a warning, a gateway among them.
    static let moreForms: [ReadingSample] = [
        ReadingSample(
            "T-Online", ["gone@t-online.example"], .delivery,
            """
            From: T-Online Mail <mailer-daemon@t-online.example>
            To: x@list.example
            Subject: Ihre E-Mail konnte nicht zugestellt werden

            Guten Tag,
            die von Ihnen gesendete E-Mail konnte nicht zugestellt werden.
            Empfänger: gone@t-online.example
            Grund: Postfach voll
            """),
        ReadingSample(
            "Sendmail, a warning", ["slow@example.com delayed"], .delivery,
            """
            From: Mail Delivery Subsystem <MAILER-DAEMON@x.example>
            To: x@list.example
            Subject: Warning: could not send message for past 4 hours

                **********************************************
                **      THIS IS A WARNING MESSAGE ONLY      **
                **  YOU DO NOT NEED TO RESEND YOUR MESSAGE  **
                **********************************************

            The original message was received at Thu, 29 Apr 1999 23:34:45 +0900
            from localhost

               ----- Transcript of session follows -----
            <slow@example.com>... Deferred: Connection refused by mx.example.com.
            Warning: message still undelivered after 4 hours
            Will keep trying until message is 5 days old
            """),
        ReadingSample(
            "a gateway to X.400", ["gone@example.com"], .delivery,
            """
            From: X.400 gateway <MAILER-DAEMON@gw.example>
            To: x@list.example
            Subject: Delivery Report (failure) for gone@example.com

            ------------------------------ Start of body part 1

            Your message was not delivered to
               gone@example.com
            for the following reason:
               Message timed out
            """),
        ReadingSample(
            "Exchange 5.5 in German", ["gone@example.com"], .delivery,
            """
            From: Systemadministrator <postmaster@x.example>
            To: x@list.example
            Subject: Unzustellbar: Hallo

            Ihre Nachricht

              An:      x
              Betreff: Hallo
              Gesendet: Do 29.04.2010

            hat folgende(n) Empfänger nicht erreicht:

            gone@example.com am 29.04.2010 12:00
                Der Empfängername wurde nicht erkannt.
            """),
        ReadingSample(
            "Exchange 5.5 in French", ["gone@example.com"], .delivery,
            """
            From: Administrateur système <postmaster@x.example>
            To: x@list.example
            Subject: Non remis: Salut

            Votre message

              À: x
              Objet: Salut

            n'a pas pu être remis aux destinataires suivants :

            'gone@example.com' le 29/04/2010 12:00
                  Le nom du destinataire n'est pas reconnu
            """),
        ReadingSample(
            "iPlanet", ["gone@example.com"], .delivery,
            """
            From: Mail Administrator <Postmaster@x.example>
            To: x@list.example
            Subject: Mail System Error - Returned Mail

            This Message was undeliverable due to the following reason:

            Each of the following recipients was rejected by a remote mail server.
            The reasons given by the server are included to help you determine why
            each recipient was rejected.

                Recipient: <gone@example.com>
                Reason:    5.1.1 User unknown

            Please reply to Postmaster@x.example
            if you feel this message to be in error.
            """),
        ReadingSample(
            "Exchange, a name alone", ["gone@example.com"], .delivery,
            """
            From: System Administrator <postmaster@x.example>
            To: x@list.example
            Subject: Undeliverable: hi

            Your message

              To:      Gone Person
              Subject: hi

            did not reach the following recipient(s):

            Gone Person on Thu, 29 Apr 2010 12:00:00 +0900
                The recipient name is not recognized
                MSEXCH:IMS:X:Y:Z 0 (000C05A6) Unknown Recipient

            ------ original message ------
            From: x@list.example
            To: Gone Person <gone@example.com>
            Subject: hi
            Date: x
            """),
        ReadingSample(
            "a receipt of delivery", ["ok@example.org delivered"], .delivery,
            """
            From: Mail Delivery Service <MAILER-DAEMON@x.example>
            To: x@list.example
            Subject: Delivery Receipt

            Your message to ok@example.org was delivered on Thu, 29 Apr 2021 at 12:00.
            """),
        ReadingSample(
            "with the foot of a list", ["gone@example.org"], .delivery,
            """
            From: MAILER-DAEMON@x.example
            To: news@lists.example
            Subject: Undelivered Mail Returned to Sender
            List-Id: <news.lists.example>
            Precedence: list

            Your mail could not be delivered to
            gone@example.org

            _______________________________________________
            News mailing list
            news2@lists.example
            """),
        ReadingSample(
            "a fate on each line", ["a@x.example", "b@x.example delayed", "c@x.example delivered"], .delivery,
            """
            From: MAILER-DAEMON@x.example
            To: x@list.example
            Subject: Mail delivery report

            The following addresses had delivery problems:

            a@x.example: unknown
            b@x.example: delayed, still being tried
            c@x.example: delivered
            """),
        ReadingSample(
            "words before and behind the address, in Italian", ["gone@example.it"], .delivery,
            """
            From: Postmaster <postmaster@provider.example>
            To: x@list.example
            Subject: Mancata consegna

            Gentile utente,
            il messaggio inviato a

            gone@example.it

            non e' stato consegnato perche' la casella e' piena.

            Cordiali saluti, aiuto@provider.example
            """),
        ReadingSample(
            "IBM VM", ["gone@example.org"], .delivery,
            """
            From: SMTP@VMHOST.EXAMPLE
            To: x@list.example
            Subject: Undeliverable Mail

            VMHOST unable to deliver following mail to recipient(s):
                <gone@example.org>
            VMHOST received negative reply from host:
                550 no
            """),
        ReadingSample(
            "UUCP", ["bob@example.org"], .delivery,
            """
            From: uucp@x.example
            To: x@list.example
            Subject: Warning From uucp
            Content-Type: multipart/mixed; boundary=b

            --b

            Your mail to a!b!c could not be delivered: remote system b unknown
            --b
            Content-Type: message/rfc822

            From: x@list.example
            To: bob@example.org

            --b--
            """),
        ReadingSample(
            "suggestions of other names", ["jsmith@univ.example"], .delivery,
            """
            From: MAILER-DAEMON@univ.example
            To: x@list.example
            Subject: Returned mail - nameserver error report

             --------Message not delivered to the following:

             J Smith    Ambiguous

            The name matches several people:

               john@univ.example
               jane@univ.example

             --------Unsent Message below:

            From: x@list.example
            To: jsmith@univ.example
            Subject: hi
            """),
        ReadingSample(
            "a gateway to phones", ["5551234@gw.example"], .delivery,
            """
            From: no-reply@gw.example
            To: x@list.example
            Subject: Undeliverable message

            Your message to +5551234 could not be delivered. Reason: the recipient 5551234@gw.example is not provisioned.
            """),
        ReadingSample(
            "amavisd to the sender", ["gone@example.com"], .delivery,
            """
            From: Mail Delivery Subsystem <postmaster@x.example>
            To: x@list.example
            Subject: Considered UNSOLICITED BULK EMAIL, apparently from you

            A message from <x@list.example>
            to: <gone@example.com>

            was considered unsolicited bulk e-mail (UBE) and was not delivered.
            """),
    ]
}
