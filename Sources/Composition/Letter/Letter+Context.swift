import SMTPCore

/// What placeholders find.
extension Letter {
    static func context(
        _ recipient: RecipientFields?, _ list: ListIdentity?, _ defaults: [String: String]
    ) -> [String: Any] {
        var context: [String: [String: Any]] = [:]
        for (name, text) in defaults {
            let parts = name.split(separator: ".", maxSplits: 1)
            if parts.count == 2 { context[String(parts[0]), default: [:]][String(parts[1])] = text }
        }
        if let list {
            context["list"] = [
                "name": list.name, "address": list.address.address, "description": list.description ?? list.name,
                "unsubscribe": "mailto:\(list.leaveAddress ?? list.address("leave").address)?subject=unsubscribe",
            ]
        }
        let footer: [String: Any] = (list?.footer).map { ["footer": $0.block] } ?? [:]
        guard let recipient else { return footer.merging(context) { $1 } }
        var subscriber: [String: Any] = context["subscriber"] ?? [:]
        subscriber["address"] = recipient.address
        if let name = recipient.name, !name.isEmpty { subscriber["name"] = name }
        if let language = recipient.language { subscriber["language"] = language }
        context["subscriber"] = subscriber
        for (name, value) in recipient.attributes {
            if let value = value.context { context["attributes", default: [:]][name] = value }
        }
        if let url = recipient.confirmURL { context["confirm", default: [:]]["url"] = url }
        if let url = recipient.unsubscribeURL { context["unsubscribe", default: [:]]["url"] = url }
        return footer.merging(context) { $1 }
    }

    static func value(_ name: String, in context: [String: Any]) -> Any? {
        name.split(separator: ".").reduce(context as Any?) { ($0 as? [String: Any])?[String($1)] }
    }
}
