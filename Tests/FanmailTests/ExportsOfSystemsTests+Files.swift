import MailingLists

extension ExportsOfSystemsTests {
    static let exports = [
        mailchimp, mailchimpLeft, brevo, kit, activeCampaign, constantContact, listmonk, mailman2, mailman3, sympa,
        phpList, directoryExport,
    ]

    private static let mailchimpColumns =
        "\"Email Address\",\"First Name\",\"Last Name\",MEMBER_RATING,OPTIN_TIME,OPTIN_IP,CONFIRM_TIME,CONFIRM_IP,LATITUDE,"
        + "LONGITUDE,GMTOFF,DSTOFF,TIMEZONE,CC,REGION,LAST_CHANGED,LEID,EUID,NOTES,TAGS"

    private static let mailchimp = Export(
        title: "Mailchimp",
        text: """
            \(mailchimpColumns)
            ada@a.example,Ada,Lovelace,4,"2025-03-01 10:00:00",192.0.2.7,"2025-03-01 10:01:00",192.0.2.8,51.5,-0.1,0,1,Europe/London,GB,ENG,"2025-03-02 10:00:00",101,5f2b,"met, twice",\"""vip"",""press, radio\"""
            bob@a.example,,,2,,,"2025-03-01 13:51:14",192.0.2.9,,,,,,,,"2025-03-01 13:51:14",102,c0ff,,

            """,
        people: [
            Person(
                address: "ada@a.example", name: "Ada Lovelace", tags: ["press, radio", "vip"],
                attributes: [
                    "member_rating": .text("4"), "cc": .text("GB"), "first_name": .text("Ada"),
                    "notes": .text("met, twice"),
                    "last_name": .text("Lovelace"),
                ],
                consent: ["asked 2025-03-01T10:00:00Z 192.0.2.7", "confirmed 2025-03-01T10:01:00Z 192.0.2.8"]),
            Person(
                address: "bob@a.example", name: nil,
                consent: ["asked 2025-03-01T13:51:14Z export", "confirmed 2025-03-01T13:51:14Z 192.0.2.9"]),
        ], without: ["optin_time", "optin_ip", "confirm_time", "confirm_ip"])

    private static let mailchimpLeft = Export(
        title: "Mailchimp",
        text: """
            \(mailchimpColumns),UNSUB_TIME,UNSUB_CAMPAIGN_TITLE,UNSUB_CAMPAIGN_ID,UNSUB_REASON,UNSUB_REASON_OTHER
            ada@a.example,Ada,Lovelace,2,"2025-03-01 10:00:00",192.0.2.7,"2025-03-01 10:01:00",192.0.2.8,,,,,,,,"2025-05-01 10:00:00",101,5f2b,,,"2025-05-01 10:00:00","News of May",77,"No longer interested",

            """,
        people: [
            Person(
                address: "ada@a.example", name: "Ada Lovelace",
                consent: [
                    "asked 2025-03-01T10:00:00Z 192.0.2.7", "confirmed 2025-03-01T10:01:00Z 192.0.2.8",
                    "left 2025-05-01T10:00:00Z News of May",
                ])
        ], left: 1, without: ["unsub_time", "unsub_campaign_title"])

    /// Of the days in it only one shows that the day comes first.
    private static let brevo = Export(
        title: "Brevo",
        text: """
            EMAIL;LASTNAME;FIRSTNAME;SMS;EMAIL_BLACKLISTED;SMS_BLACKLISTED;ADDED_TIME;MODIFIED_TIME
            ada@a.example;Lovelace;Ada;4915100;No;No;03-04-2025 09:30;13-04-2025 10:00
            bob@a.example;;Bob;;Yes;No;04-04-2025 09:30;13-04-2025 10:00

            """,
        people: [
            Person(
                address: "ada@a.example", name: "Ada Lovelace",
                attributes: ["first_name": .text("Ada"), "modified_time": .text("13-04-2025 10:00")],
                consent: ["joined 2025-04-03T09:30:00Z export"])
        ], left: 1, without: ["added_time", "email_blacklisted"])

    private static let kit = Export(
        title: "Kit", from: "Kit",
        text: """
            first_name,email_address,state,created_at,tags,city
            Ada,ada@a.example,active,2025-03-01T10:00:00Z,"Course, Newsletter",London
            Bob,bob@a.example,bounced,2025-03-02T10:00:00Z,,

            """,
        people: [
            Person(
                address: "ada@a.example", name: "Ada", tags: ["Course", "Newsletter"],
                attributes: ["city": .text("London"), "first_name": .text("Ada")],
                consent: ["joined 2025-03-01T10:00:00Z export"])
        ], left: 1, without: ["created_at"])

    private static let activeCampaign = Export(
        title: "ActiveCampaign",
        text: """
            Email,First Name,Last Name,Phone,Tags,Date Created,IP,Status
            ada@a.example,Ada,Lovelace,0301234,"prospect, webinar",2025-03-01 10:00:00,192.0.2.7,Active
            bob@a.example,Bob,,,,2025-03-02 10:00:00,192.0.2.8,Unsubscribed

            """,
        people: [
            Person(
                address: "ada@a.example", name: "Ada Lovelace", tags: ["prospect", "webinar"],
                attributes: ["phone": .text("0301234")], consent: ["joined 2025-03-01T10:00:00Z 192.0.2.7"])
        ], left: 1, without: ["ip", "date_created"])

    private static let constantContact = Export(
        title: "Constant Contact",
        text: """
            Email address,First name,Last name,Company,Email status,Email permission status,Confirmed Opt-Out Date,Confirmed Opt-Out Source,Confirmed Opt-Out Reason,Email Lists,Tags,Source Name,Created At,Updated At
            ada@a.example,Ada,Lovelace,Engines Ltd,Active,Express,,,,"General, Press",vip,Sign-up form,2025-03-01 10:00:00 +0000,2025-03-02 10:00:00 +0000
            bob@a.example,Bob,,,Unsubscribed,Unsubscribed,2025-05-01 10:00:00 +0000,Contact,Too many,General,,Sign-up form,2025-03-02 10:00:00 +0000,

            """,
        people: [
            Person(
                address: "ada@a.example", name: "Ada Lovelace", tags: ["vip"],
                attributes: ["company": .text("Engines Ltd"), "email_lists": .text("General, Press")],
                consent: ["joined 2025-03-01T10:00:00Z Sign-up form"]),
            Person(
                address: "bob@a.example", name: "Bob",
                consent: ["joined 2025-03-02T10:00:00Z Sign-up form", "left 2025-05-01T10:00:00Z Contact"]),
        ], left: 1, without: ["created_at", "email_permission_status"])

    private static let listmonk = Export(
        title: "listmonk",
        text: """
            uuid,email,name,attributes,status,created_at,updated_at
            5d8c0f52-8f9e-4b6c-9a57-7a4a3ac0c6d1,ada@a.example,Ada,"{""age"": 36, ""city"": ""Paris""}",enabled,2025-03-01 10:00:00.123456 +0000 UTC,2025-03-02 10:00:00 +0000 UTC
            5d8c0f52-8f9e-4b6c-9a57-7a4a3ac0c6d2,bob@a.example,Bob,{},blocklisted,2025-03-01 10:00:00 +0000 UTC,

            """,
        people: [
            Person(
                address: "ada@a.example", name: "Ada", attributes: ["age": .integer(36), "city": .text("Paris")],
                consent: ["joined 2025-03-01T10:00:00.123Z export"])
        ], left: 1, without: ["created_at"])

    private static let mailman2 = Export(
        title: "Mailman 2", from: "mailman2",
        text: """
            Ada Lovelace <ada@a.example>
            "King, Zoe" <zoe@a.example>
            bob@a.example

            """,
        people: [
            Person(address: "ada@a.example", name: "Ada Lovelace"), Person(address: "zoe@a.example", name: "King, Zoe"),
            Person(address: "bob@a.example", name: nil),
        ])

    private static let mailman3 = Export(
        title: "Mailman 3",
        text: """
            {"entries": [{"address": "http://localhost:8001/3.1/addresses/ada@a.example", "bounce_score": 0,
              "delivery_mode": "regular", "delivery_status": "enabled", "display_name": "Ada Lovelace", "email": "ada@a.example",
              "http_etag": "\\"ab\\"", "list_id": "ant.a.example", "member_id": "1", "role": "member",
              "self_link": "http://localhost:8001/3.1/members/1", "subscription_mode": "as_address"},
             {"address": "http://localhost:8001/3.1/addresses/bob@a.example", "bounce_score": 5,
              "delivery_mode": "mime_digests", "delivery_status": "by_bounces", "display_name": "", "email": "bob@a.example",
              "http_etag": "\\"cd\\"", "list_id": "ant.a.example", "member_id": "2", "role": "member"}],
             "http_etag": "\\"e}f\\"", "start": 0, "total_size": 2}
            """,
        people: [
            Person(address: "ada@a.example", name: "Ada Lovelace", attributes: ["delivery_mode": .text("regular")])
        ], left: 1, without: ["address", "http_etag", "self_link", "list_id"])

    private static let sympa = Export(
        title: "Sympa",
        text: """
            bounce_score 0
            date 1740823200
            email ada@a.example
            gecos Ada Lovelace
            reception mail
            subscribed 1
            update_date 1740823300
            visibility noconceal

            date 1740823200
            email bob@a.example
            reception nomail
            subscribed 1
            visibility conceal

            """,
        people: [
            Person(
                address: "ada@a.example", name: "Ada Lovelace", attributes: ["visibility": .text("noconceal")],
                consent: ["joined 2025-03-01T10:00:00Z export"])
        ], left: 1, without: ["date", "email"])

    private static let phpList = Export(
        title: "phpList",
        text: [
            "Email\tIs this subscriber confirmed\tIs this subscriber blacklisted\tDid this subscriber manually confirm\t"
                + "Number of bounces\tEntered\tLast Modified\tUnique ID\tForeign Key\tCountry\tList Membership",
            "ada@a.example\t1\t0\t1\t0\t2025-03-01 10:00:00\t2025-03-02 10:00:00\tab12\t\tFrance\tnews ",
            "bob@a.example\t1\t1\t0\t3\t2025-03-01 10:00:00\t2025-03-02 10:00:00\tcd34\t\tSpain\tnews ",
            "cy@a.example\t0\t0\t0\t0\t2025-03-01 10:00:00\t2025-03-02 10:00:00\tef56\t\tSpain\tnews ",
        ].joined(separator: "\n") + "\n",
        people: [
            Person(
                address: "ada@a.example", name: nil,
                attributes: ["country": .text("France"), "list_membership": .text("news")],
                consent: ["joined 2025-03-01T10:00:00Z export"])
        ], left: 2, without: ["entered", "is_this_subscriber_confirmed"])

    private static let directoryExport = Export(
        title: "a directory (LDIF)",
        text: """
            # extended LDIF
            version: 1

            dn: uid=ada,ou=people,dc=a,dc=example
            objectClass: top
            objectClass: inetOrgPerson
            uid: ada
            cn: Ada Lovelace
            givenName: Ada
            sn: Lovelace
            mail: ada@a.example
            l:: TMO8YmVjaw==
            preferredLanguage: de, en;q=0.8
            telephoneNumber: +49 30 1
            telephoneNumber: +49 30 2
            userPassword:: e1NTSEF9c2VjcmV0
            createTimestamp: 20200101000000Z

            # search result
            search: 2
            result: 0 Success

            """,
        people: [
            Person(
                address: "ada@a.example", name: "Ada Lovelace",
                attributes: [
                    "first_name": .text("Ada"), "last_name": .text("Lovelace"), "uid": .text("ada"),
                    "l": .text("Lübeck"),
                    "telephonenumber": .list([.text("+49 30 1"), .text("+49 30 2")]),
                ])
        ], without: ["userpassword", "dn", "objectclass", "createtimestamp"])
}
