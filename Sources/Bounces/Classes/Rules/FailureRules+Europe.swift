extension FailureRules {
    /// GMX, web.de and their hosting, T-Online, the French, the Italians, Seznam, WP.
    static let europe = #"""
        rule gmx-unknown
        for gmx
        code 550
        words mailbox unavailable
        unless message refused | c=bl | c=bip | blacklisted | c=spf | c=dm
        class address-unknown
        yes 550 Requested action not taken: mailbox unavailable For explanation visit https://postmaster.gmx.net/
        no 550 Requested action not taken: mailbox unavailable https://postmaster.gmx.net/en/error-messages?c=bl
        no 450 Requested mail action not taken: mailbox unavailable

        rule gmx-reputation
        for gmx
        words c=bl | c=bip | no smtp service & dynamic | nemesis esmtp service not available
        words message refused & mailbox unavailable | ip address is blacklisted
        unless bad dns ptr | dns ptr resource record | reverse dns
        class reputation
        yes 554 IP address is blacklisted Nemesis ESMTP Service not available
        yes 550 Requested action not taken: mailbox unavailable https://postmaster.gmx.net/en/error-messages?c=bl
        no 552 Requested mail action aborted: exceeded storage allocation Quota exceeded

        rule gmx-rdns
        for gmx
        words bad dns ptr | dns ptr resource record | reverse dns
        class authentication
        yes 554 Bad DNS PTR resource record. For explanation visit https://postmaster.gmx.net/en/error-messages
        no 554 IP address is blacklisted

        rule gmx-authentication
        for gmx
        words c=spf | c=dm | c=dkim | spf check failed
        class authentication
        yes 550 Requested action not taken: mailbox unavailable Reject due to SPF policy. error-messages?c=spf
        no 554 IP address is blacklisted

        rule gmx-content
        for gmx
        words reject due to policy restrictions | policy restrictions
        class content
        yes 554 Transaction failed Reject due to policy restrictions. For explanation visit postmaster.web.de
        no 554 IP address is blacklisted

        rule t-online-reputation
        for t-online
        words mail server refused & ip= | ip= & dirty | none/bad reputation | ask your postmaster for help or to contact
        class reputation
        yes 554 IP=192.0.2.1 - None/bad reputation. Ask your postmaster for help or to contact tobr@rx.t-online.de for
        yes 554 IP=192.0.2.1 - A problem occurred. (Ask your postmaster for help or to contact tosa@rx.t-online.de to
        no 550 user unknown

        rule orange-rate
        for orange
        words trop de connexions | too many connections, slow down | too many messages, slow down | ofr_105
        words ofr004_105 | ofr_104 | ofr_109 | ofr_114 | ofr_201 | ofr_988 | ofr_989 | ofr_990 | ofr_999 | [104]
        words [109] | [114] | [201] | [988] | [989] | [990] | [999] | ofr004_104 | ofr005_104 | ofr006_104
        words ofr204_104 | ofr004_109 | ofr005_109 | ofr006_109 | ofr204_109 | ofr004_114 | ofr005_114 | ofr006_114
        words ofr204_114 | ofr004_201 | ofr005_201 | ofr006_201 | ofr204_201 | ofr004_988 | ofr005_988 | ofr006_988
        words ofr204_988 | ofr004_989 | ofr005_989 | ofr006_989 | ofr204_989 | ofr004_990 | ofr005_990 | ofr006_990
        words ofr204_990 | ofr004_999 | ofr005_999 | ofr006_999 | ofr204_999
        class rate
        yes 421 mwinf5c04 ME Trop de connexions, veuillez verifier votre configuration. Too many connections, slow
        yes 421 mwinf5c77 ME Service refuse. Veuillez essayer plus tard. Service refused, please try later. OFR_999 [999]
        no 550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR_416

        rule orange-full
        for orange
        words ofr_417 | [417] | ofr004_417 | ofr005_417 | ofr006_417 | ofr204_417
        class full
        means 5.2.2
        yes 552 5.1.1 Boite du destinataire pleine. Recipient overquota. OFR204_417 [417]
        no 550 5.1.1 Invalid recipient. OFR_416

        rule orange-unknown
        words adresse d au moins un destinataire invalide | ofr_416 | ofr_418 | [416] | [418] | ofr004_416
        words ofr005_416 | ofr006_416 | ofr204_416 | ofr004_418 | ofr005_418 | ofr006_418 | ofr204_418
        class address-unknown
        yes 550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR204_416 [416]
        no 550 5.2.0 Mail rejete. Mail rejected. OFR_506 [506]

        rule orange-content
        for orange
        words suspected spam | ofr_506 | ofr_536 | [506] | [536] | ofr004_506 | ofr005_506 | ofr006_506 | ofr204_506
        words ofr004_536 | ofr005_536 | ofr006_536 | ofr204_536 | ouk_513 | ouk_506
        class content
        yes 550 5.2.0 Mail rejete. Mail rejected. OFR_506 [506]
        yes 550 5.7.1 Your message has been blocked by Orange, suspected spam OFR_506
        no 550 5.1.1 Invalid recipient. OFR_416

        rule orange-too-large
        for orange
        words ofr_514 | [514] | ofr004_514 | ofr005_514 | ofr006_514 | ofr204_514 | taille limite du message
        class too-large
        yes 552 5.2.3 Taille limite du message atteinte OFR_514 [514]
        no 550 5.1.1 Invalid recipient. OFR_416

        rule orange-authentication
        for orange
        words spf/dns de votre nom de domaine | ofr_107 | ofr_397 | ofr_398 | ofr_515 | ofr_517 | ofr_535 | [107]
        words [397] | [398] | [515] | [517] | [535] | ofr004_107 | ofr005_107 | ofr006_107 | ofr204_107 | ofr004_397
        words ofr005_397 | ofr006_397 | ofr204_397 | ofr004_398 | ofr005_398 | ofr006_398 | ofr204_398 | ofr004_515
        words ofr005_515 | ofr006_515 | ofr204_515 | ofr004_517 | ofr005_517 | ofr006_517 | ofr204_517 | ofr004_535
        words ofr005_535 | ofr006_535 | ofr204_535
        class authentication
        yes 421 mwinf5c79 ME Service refuse. Service refused, please try later. OFR_107 [107]
        yes 550 5.7.1 DMARC authentication failed, message rejected OFR_515
        no 550 5.1.1 Invalid recipient. OFR_416

        rule orange-sender
        for orange
        words ofr_403 | ofr_405 | ofr_415 | [403] | [405] | [415] | ofr004_403 | ofr005_403 | ofr006_403 | ofr204_403
        words ofr004_405 | ofr005_405 | ofr006_405 | ofr204_405 | ofr004_415 | ofr005_415 | ofr006_415 | ofr204_415
        class policy
        yes 501 5.1.0 Emetteur invalide. Invalid Sender. OFR004_405 [405]
        no 550 5.1.1 Invalid recipient. OFR_416

        rule orange-system
        for orange
        words ofr_505 | [505] | ofr004_505 | ofr005_505 | ofr006_505 | ofr204_505
        class system
        yes 421 4.2.0 Service refuse. Veuillez essayer plus tard. Service refused, please try later. OFR005_505 [505]
        no 550 5.1.1 Invalid recipient. OFR_416

        rule orange-reputation
        words service refuse & ofr | adresse ip source bloquee & ofr | host blocked for spamming issues | ofr_101
        words ofr_102 | ofr_103 | [101] | [102] | [103] | ofr004_101 | ofr005_101 | ofr006_101 | ofr204_101
        words ofr004_102 | ofr005_102 | ofr006_102 | ofr204_102 | ofr004_103 | ofr005_103 | ofr006_103 | ofr204_103
        class reputation
        yes 550 5.7.1 Service refuse. Veuillez essayer plus tard. Service refused, please try later. OFR006_103 [103]
        yes 550 mwinf5c04 ME Adresse IP source bloquee pour incident de spam. OFR006_102
        no 550 5.1.1 Invalid recipient. OFR_416

        rule free-reputation
        for free
        words spam detected | ip & rejected & too many spams | too many spams from your ip
        class reputation
        yes 550 Too many spams from your IP (192.0.2.1), please visit http://postmaster.free.fr/
        no 550 5.1.1 user unknown

        rule laposte-unknown
        words lpn007_510 | lpn105_510 | boite aux lettres inconnue & lpn
        unless service refus
        class address-unknown
        yes 550 5.5.0 Boite du destinataire archivee. Archived recipient. LPN007_510
        no 550 5.5.0 Service refuse. LPN007_401

        rule laposte-disabled
        words compte du destinataire est bloque | lpn007_426 | lpn007_420 | boite du destinataire archivee & lpn
        class disabled
        yes 550 5.5.0 Le compte du destinataire est bloque. The recipient account isblocked. LPN007_426
        yes 550 5.5.0 Boite du destinataire archivee. Archived recipient. LPN007_420
        no 550 5.5.0 Service refuse. LPN007_401

        rule laposte-authentication
        words spf & is not allowed to send mail & lpn | lpn007_517 | dmarc & lpn
        class authentication
        yes 550 5.5.0 SPF: *** is not allowed to send mail. LPN004_401
        yes 571 5.7.1 Message refused, DMARC verification Failed. LPN007_517
        no 550 5.5.0 Service refuse. LPN007_401

        rule laposte-reputation
        words lpn007_401 | lpn007_402 | lpn007_403 | lpn105_401 | service refuse & lpn | service refused & lpn
        class reputation
        yes 550 5.5.0 Service refuse. Veuillez essayer plus tard. Service refused, please try later. LPN007_401
        yes 550 5.5.0 Service refuse. Veuillez essayer plus tard. service refused, please try later. LPN007_510
        no 550 5.5.0 Boite inconnue. LPN007_510

        rule libero-unknown
        for libero
        words rr-lib | account non disponibile | address not found | recipient rejected
        unless spam | blacklist
        class address-unknown
        yes 550 RCPT TO:<ada@libero.it> Recipient rejected [smtp-32.iol.local; LIB_100]
        no 550 smtp-32.iol.local spam rejected LIB_101

        rule seznam-unknown
        for seznam
        words sorry, no mailbox here by that name | mailbox is not available | no such mailbox
        class address-unknown
        yes 550 5.1.1 Sorry, no mailbox here by that name. (#5.1.1)
        no 550 5.7.1 Bad reputation

        rule wp-unknown
        for wp onet
        words uzytkownik nie istnieje | sorry, no mailbox here by that name | konto nieaktywne
        words nie ma takiego uzytkownika
        unless over quota | quota exceeded
        class address-unknown
        yes 550 5.1.1 Użytkownik nie istnieje / User unknown
        no 552 5.2.2 Mail quota exceeded
        """#
}
