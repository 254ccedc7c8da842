/// Whose words a rule is about: who runs the servers of many domains and has words of their own.
package struct RuleProvider: Hashable, Sendable {
    /// As rules name it.
    package let name: String
    /// Names of its MX hosts end so; of reports, those of its servers too.
    let hosts: [String]
    /// Domains of its addresses; `yahoo.*` is one under any ending.
    let domains: [String]
    /// What only its servers write: phrases as in ``FailureRule/words``.
    let marks: [String]

    private init(_ name: String, hosts: String = "", domains: String = "", marks: [String] = []) {
        self.name = name
        self.hosts = hosts.split(separator: " ").map(String.init)
        self.domains = domains.split(separator: " ").map(String.init)
        self.marks = marks
    }

    /// The first whose host it is, or else whose domain; nil where it is somebody else's.
    ///
    /// - Parameters:
    ///   - server: the name of an MX host, or of the server that a report names.
    ///   - domain: a recipient's.
    package static func of(server: String?, domain: String?) -> RuleProvider? {
        let byHost = server.flatMap { ProviderNames.shared.host($0) }
        return (byHost ?? domain.flatMap { ProviderNames.shared.domain($0) }).map { all[$0] }
    }

    /// Whose mailboxes those of a domain are: a short name, or the domain itself where it is nobody's who is known.
    ///
    /// - Parameters:
    ///   - domain: of the recipient, in lower case, in A-labels.
    ///   - server: that took, or would not take, the copy for that domain; a relay of one's own tells nothing.
    package static func mailboxes(ofDomain domain: String, server: String?) -> String {
        let index = ProviderNames.shared.domain(domain) ?? server.flatMap(ProviderNames.shared.host)
        return index.map { all[$0].name } ?? domain
    }

    /// Of all who are known.
    package static var names: [String] { all.map(\.name) }

    static func named(_ name: String) -> Int? { all.firstIndex { $0.name == name } }

    /// No more than 64, since a judge keeps them as bits.
    static let all: [RuleProvider] = [
        RuleProvider(
            "google", hosts: "google.com googlemail.com psmtp.com", domains: "gmail.com googlemail.com",
            marks: ["gsmtp$", "support.google.com/mail", "support.google.com/a/"]),
        RuleProvider(
            "outlook-com", hosts: "olc.protection.outlook.com hotmail.com hotmail.msn.com",
            domains: "hotmail.* outlook.* live.* msn.com passport.com windowslive.com",
            marks: ["postmaster.live.com", "mail.live.com", "by windows live hotmail", "hotmail.com$"]),
        RuleProvider(
            "exchange-online",
            hosts: "mail.protection.outlook.com mx.microsoft prod.outlook.com prod.exchangelabs.com "
                + "prod.protection.outlook.com onmicrosoft.com",
            marks: ["prod.outlook.com", "prod.protection.outlook.com", "as(201806281)", "mail.protection.outlook.com"]),
        RuleProvider(
            "yahoo", hosts: "yahoodns.net yahoo.com",
            domains: "yahoo.* ymail.com rocketmail.com myyahoo.com aol.* aim.com verizon.net frontier.com netscape.net "
                + "sky.com",
            marks: ["yahoo.com account", "postmaster.yahooinc.com", "help.yahoo.com", "senders.yahooinc.com"]),
        RuleProvider("yahoo-japan", hosts: "yahoo.co.jp", domains: "yahoo.co.jp ybb.ne.jp"),
        RuleProvider(
            "apple", hosts: "icloud.com mac.com me.com apple.com",
            domains: "icloud.com me.com mac.com privaterelay.appleid.com", marks: ["support.apple.com"]),
        RuleProvider(
            "gmx", hosts: "gmx.net gmx.com gmx.de web.de mail.com kundenserver.de 1and1.com ionos.com perfora.net",
            domains: "gmx.* gmx.net gmx.org gmx.info web.de mail.com email.com",
            marks: ["postmaster.gmx", "postmaster.web.de", "postmaster.1and1", "postmaster.ionos"]),
        RuleProvider(
            "t-online", hosts: "t-online.de t-ipnet.de magenta.de", domains: "t-online.de magenta.de",
            marks: ["postmaster.t-online.de"]),
        RuleProvider(
            "orange", hosts: "orange.fr wanadoo.fr", domains: "orange.fr wanadoo.fr voila.fr",
            marks: ["ofr_", "lpn", "postmaster.orange.fr"]),
        RuleProvider("free", hosts: "free.fr proxad.net", domains: "free.fr aliceadsl.fr libertysurf.fr"),
        RuleProvider("laposte", hosts: "laposte.net", domains: "laposte.net", marks: ["lpn007", "lpn105"]),
        RuleProvider("sfr", hosts: "sfr.fr neuf.fr", domains: "sfr.fr neuf.fr cegetel.net 9online.fr club-internet.fr"),
        RuleProvider(
            "mail-ru", hosts: "mail.ru mxs.mail.ru", domains: "mail.ru bk.ru inbox.ru list.ru internet.ru",
            marks: ["help.mail.ru"]),
        RuleProvider(
            "yandex", hosts: "yandex.ru yandex.net", domains: "yandex.* ya.ru", marks: ["ya.cc/", "yandex.ru/support"]),
        RuleProvider("rambler", hosts: "rambler.ru", domains: "rambler.ru lenta.ru autorambler.ru"),
        RuleProvider(
            "qq", hosts: "qq.com", domains: "qq.com foxmail.com", marks: ["service.mail.qq.com", "open.qq.com"]),
        RuleProvider(
            "netease", hosts: "163.com 126.com netease.com 163mx00.mxmail.netease.com",
            domains: "163.com 126.com yeah.net 188.com", marks: ["mail.163.com", "help.163.com"]),
        RuleProvider("sina", hosts: "sina.com.cn sina.com", domains: "sina.com sina.cn vip.sina.com"),
        RuleProvider("naver", hosts: "naver.com", domains: "naver.com"),
        RuleProvider("daum", hosts: "daum.net hanmail.net kakao.com", domains: "daum.net hanmail.net kakao.com"),
        RuleProvider("docomo", hosts: "docomo.ne.jp", domains: "docomo.ne.jp"),
        RuleProvider("au", hosts: "ezweb.ne.jp au.com kddi.com dion.ne.jp", domains: "ezweb.ne.jp au.com ido.ne.jp"),
        RuleProvider(
            "softbank", hosts: "softbank.ne.jp softbank.jp vodafone.ne.jp",
            domains: "softbank.ne.jp i.softbank.jp vodafone.ne.jp disney.ne.jp"),
        RuleProvider("zoho", hosts: "zoho.com zoho.eu zoho.in zohomail.com", domains: "zoho.com zohomail.com"),
        RuleProvider(
            "proofpoint", hosts: "pphosted.com ppe-hosted.com gpphosted.com", marks: ["support.proofpoint.com"]),
        RuleProvider("mimecast", hosts: "mimecast.com mimecast-offshore.com", marks: ["mimecast.com", "mimecast.org"]),
        RuleProvider("barracuda", hosts: "barracudanetworks.com", marks: ["barracuda"]),
        RuleProvider("cisco", hosts: "iphmx.com", marks: ["senderbase", "ironport"]),
        RuleProvider("messagelabs", hosts: "messagelabs.com", marks: ["messagelabs", "symanteccloud"]),
        RuleProvider("trend", hosts: "trendmicro.com trendmicro.eu", marks: ["trendmicro", "mail-abuse.com"]),
        RuleProvider("fastmail", hosts: "messagingengine.com", domains: "fastmail.com fastmail.fm"),
        RuleProvider("proton", hosts: "protonmail.ch", domains: "proton.me protonmail.com pm.me"),
        RuleProvider("comcast", hosts: "comcast.net", domains: "comcast.net", marks: ["postmaster.comcast.net"]),
        RuleProvider("att", hosts: "prodigy.net att.net", domains: "att.net sbcglobal.net bellsouth.net"),
        RuleProvider("charter", hosts: "charter.net rr.com cox.net", domains: "charter.net rr.com cox.net"),
        RuleProvider("libero", hosts: "libero.it", domains: "libero.it iol.it inwind.it virgilio.it"),
        RuleProvider("aruba", hosts: "aruba.it", domains: "aruba.it"),
        RuleProvider("seznam", hosts: "seznam.cz", domains: "seznam.cz email.cz post.cz"),
        RuleProvider("wp", hosts: "wp.pl o2.pl", domains: "wp.pl o2.pl tlen.pl"),
        RuleProvider("onet", hosts: "onet.pl interia.pl", domains: "onet.pl op.pl interia.pl poczta.onet.pl vp.pl"),
        RuleProvider("uol", hosts: "uol.com.br", domains: "uol.com.br bol.com.br"),
        RuleProvider("terra", hosts: "terra.com.br terra.com", domains: "terra.com.br"),
        RuleProvider("ses", hosts: "amazonses.com amazonaws.com awsapps.com", marks: ["amazon ses"]),
        RuleProvider("sendgrid", hosts: "sendgrid.net"),
        RuleProvider("mailgun", hosts: "mailgun.org mailgun.net"),
        RuleProvider("ovh", hosts: "ovh.net"), RuleProvider("godaddy", hosts: "secureserver.net"),
        RuleProvider("ukr-net", hosts: "ukr.net", domains: "ukr.net"),
        RuleProvider("bigpond", hosts: "bigpond.com telstra.com", domains: "bigpond.com bigpond.net.au"),
    ]
}
