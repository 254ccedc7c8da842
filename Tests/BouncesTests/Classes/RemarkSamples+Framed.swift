extension RemarkSamples {
    /// Within what a relay writes around them, and of programs that mail was handed to.
    static let framed = """
        disabled hard - host mx2.earthlink.net[192.0.2.9] said: 550 gone@earthlink.net...User account is disabled (in \
        reply to RCPT TO command)
        address-unknown hard - host mx2.earthlink.net[192.0.2.9] said: 550 gone@mindspring.com...User unknown (in reply \
        to RCPT TO command)
        address-unknown hard - host mx.x.example[192.0.2.9] said: 550 <ada@x.example> does not exist (in reply to RCPT \
        TO command)
        address-unknown hard - SMTP error from remote mail server after RCPT TO:<ada@x.example>: host mx.x.example \
        [192.0.2.9]: 550 <ada@x.example> does not exist
        address-unknown hard - host mx.x.example[192.0.2.9] said: 550 unbekannt (in reply to RCPT TO command)
        disabled hard - host mx01.mail.icloud.com[192.0.2.9] said: 550 5.1.1 <ada@icloud.com>: inactive email address \
        (in reply to RCPT TO command)
        policy soft - host mxa-00.pphosted.com[192.0.2.9] said: 550 5.7.1 Command rejected (in reply to end of DATA \
        command)
        content soft - host eu-smtp-1.mimecast.com[192.0.2.9] said: 554 Email rejected due to security policies - \
        MCSpamSignature.1.2
        disabled hard - host mta5.am0.yahoodns.net[192.0.2.9] said: 554 delivery error: dd This account has been \
        disabled or discontinued [#102]
        domain-unknown hard - Host x.example not found, or has no MX.
        system soft - Command died with status 127: "/home/ada/bin/autoreply.pl". Command output: autoreply.pl: not found
        system soft - Command died with signal 6: "/usr/local/bin/filter"
        system soft - Command time limit exceeded: "/usr/bin/procmail"
        address-unknown hard - user unknown. Command output: The name was not recognized.
        full soft - can't create user output file. Command output: procmail: Quota exceeded while writing "/var/mail/ada"
        rate soft @orange.fr 421 4.0.0 mwinf5c79 ME Too many messages, slow down OFR_109 [109]
        authentication soft @orange.fr 421 4.0.0 Service refuse. Service refused, please try later. OFR_107 [107]
        authentication soft @orange.fr 550 5.7.1 Message rejected, DKIM signature is missing OFR_535
        policy soft @orange.fr 501 5.1.0 Emetteur invalide. Invalid Sender. OFR004_405 [405]
        system soft @orange.fr 421 4.2.0 Service refuse. Service refused, please try later. OFR005_505 [505]
        reputation soft @orange.fr 550 Adresse IP source bloquee pour incident de spam. OFR006_101 [101]
        rate soft @orange.fr 421 Service refuse. Veuillez essayer plus tard. Service refused, please try later. OFR_999
        content soft @orange.fr 550 5.7.1 Your message has been blocked by Orange, suspected spam OFR_536
        reputation soft mail.protection.outlook.com 550 5.7.708 Service unavailable. Access denied, traffic not \
        accepted from this IP.
        disabled hard @laposte.net 550 5.5.0 Le compte du destinataire est bloque. LPN007_426
        disabled hard - 550 Recipient mailbox was not used for more than 3 months. https://mail.i.ua/err/3/
        connection soft - The remote mail server could not be contacted. No connection could be made.
        expired soft - Envelope expired
        """
}
