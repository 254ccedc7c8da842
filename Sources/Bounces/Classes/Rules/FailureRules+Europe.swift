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
        words trop de connexions | ofr_104 | ofr004_104 | too many connections, slow down | ofr_114 | ofr004_4
        class rate
        yes 421 mwinf5c04 ME Trop de connexions, veuillez verifier votre configuration. Too many connections, slow
        no 550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR_416

        rule orange-full
        words ofr_417 | ofr204_417 | ofr204_418
        class full
        means 5.2.2
        yes 552 5.1.1 Boite du destinataire pleine. Recipient overquota. OFR204_417 [417]
        no 550 5.1.1 Invalid recipient. OFR_416

        rule orange-unknown
        words ofr_416 | adresse d au moins un destinataire invalide | ofr204_416
        class address-unknown
        yes 550 5.1.1 Adresse d au moins un destinataire invalide. Invalid recipient. OFR204_416 [416]
        no 550 5.2.0 Mail rejete. Mail rejected. OFR_506 [506]

        rule orange-reputation
        words ofr_506 | ofr004_506 | ofr_102 | service refuse & ofr
        class reputation
        yes 550 5.7.1 Service refuse. Veuillez essayer plus tard. Service refused, please try later. OFR_506 [506]
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
