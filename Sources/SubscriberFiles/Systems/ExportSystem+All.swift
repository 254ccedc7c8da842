import MailingLists

/// Headings are facts about the exports of these systems, as they were in 2025 and before.
extension ExportSystem {
    /// Three files: subscribed, unsubscribed and cleaned members, whose last columns differ.
    static let mailchimp = ExportSystem(
        "mailchimp", title: "Mailchimp", signatures: [["emailaddress", "leid", "euid"]],
        [
            "emailaddress": .address, "optintime": .consent(.joined), "optinip": .consent(.joinedAddress),
            "confirmtime": .consent(.confirmed), "confirmip": .consent(.confirmedFrom), "unsubtime": .consent(.left),
            "unsubcampaigntitle": .consent(.leftFrom), "unsubreason": .consent(.leftHow), "cleantime": .consent(.left),
            "cleancampaigntitle": .consent(.leftFrom), "cleanreason": .consent(.leftHow), "tags": .tags,
        ])

    /// Semicolons, and days as the account is set, which is day first unless somebody changed it.
    static let brevo = ExportSystem(
        "brevo", title: "Brevo", aliases: ["sendinblue"], signatures: [["email", "addedtime", "modifiedtime"]],
        order: .dayFirst,
        [
            "addedtime": .consent(.joined), "emailblacklisted": .consent(.left), "emailmarketing": .state,
            "doubleoptindate": .consent(.confirmed), "optinip": .consent(.joinedAddress),
        ])

    static let kit = ExportSystem(
        "kit", title: "Kit", aliases: ["convertkit"],
        [
            "emailaddress": .address, "createdat": .consent(.joined), "subscribedat": .consent(.joined),
            "state": .state, "status": .state, "referrer": .consent(.joinedFrom), "source": .consent(.joinedFrom),
        ])

    static let activeCampaign = ExportSystem(
        "activecampaign", title: "ActiveCampaign",
        signatures: [["email", "datecreated", "ip"], ["email", "datecreated", "ipaddress"]],
        order: .monthFirst,
        [
            "datecreated": .consent(.joined), "datesubscribed": .consent(.joined), "ip": .consent(.joinedAddress),
            "ipaddress": .consent(.joinedAddress), "status": .state, "dateunsubscribed": .consent(.left),
        ])

    static let constantContact = ExportSystem(
        "constantcontact", title: "Constant Contact",
        signatures: [["emailaddress", "emailstatus", "emailpermissionstatus"]], order: .monthFirst,
        [
            "emailaddress": .address, "emailstatus": .state, "emailpermissionstatus": .consent(.joinedHow),
            "createdat": .consent(.joined), "sourcename": .consent(.joinedFrom),
            "confirmedoptoutdate": .consent(.left), "confirmedoptoutsource": .consent(.leftFrom),
            "confirmedoptoutreason": .consent(.leftHow),
        ])

    static let listmonk = ExportSystem(
        "listmonk", title: "listmonk",
        signatures: [
            ["uuid", "email", "attributes", "status", "createdat"],
            ["uuid", "email", "attribs", "status", "createdat"],
        ], ["createdat": .consent(.joined), "attributes": .object, "attribs": .object, "status": .state])

    /// One member a line, `Ada <ada@example.org>` or the address alone.
    static let mailman2 = ExportSystem("mailman2", title: "Mailman 2", aliases: ["mailman"], [:])

    /// The same, or the roster of its REST interface: JSON with the members as `entries`.
    static let mailman3 = ExportSystem(
        "mailman3", title: "Mailman 3",
        signatures: [["email", "deliverymode", "listid"], ["email", "deliverymode", "memberid"]],
        [
            "email": .address, "displayname": .name, "deliverystatus": .state, "role": .state, "address": .ignored,
            "httpetag": .ignored, "selflink": .ignored, "user": .ignored, "memberid": .ignored, "listid": .ignored,
            "subscriptionmode": .ignored, "bouncescore": .ignored, "lastbouncereceived": .ignored,
            "lastwarningsent": .ignored, "totalwarningssent": .ignored,
        ])

    /// Tabs, unless it was told to write commas for a spreadsheet.
    static let phpList = ExportSystem(
        "phplist", title: "phpList",
        signatures: [
            ["email", "entered", "isthissubscriberconfirmed"], ["email", "entered", "isthissubscriberblacklisted"],
        ],
        [
            "isthissubscriberconfirmed": .consent(.confirmed), "isthissubscriberblacklisted": .consent(.left),
            "isthisaccountdisabled": .consent(.left), "entered": .consent(.joined), "ip": .consent(.joinedAddress),
        ])

    /// Its dump of members: paragraphs of lines, a word and its value; also a tab between address and name.
    static let sympa = ExportSystem(
        "sympa", title: "Sympa",
        [
            "email": .address, "gecos": .name, "date": .consent(.joined), "updatedate": .ignored, "reception": .state,
            "subscribed": .ignored, "included": .ignored, "inclusion": .ignored, "inclusionext": .ignored,
            "inclusionlabel": .ignored, "numbermessages": .ignored, "customattribute": .ignored,
        ])

    /// An export of a directory (RFC 2849), with the attributes of people (RFC 2798).
    static let ldif = ExportSystem(
        "ldif", title: "a directory (LDIF)", aliases: ["ldap"],
        [
            "mail": .address, "cn": .name, "givenname": .firstName, "sn": .lastName, "preferredlanguage": .language,
        ])
}
