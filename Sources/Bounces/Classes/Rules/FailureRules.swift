/// The rules that come with the judge, in their order.
///
/// First what a provider says in words of its own. Then words that say one thing, whatever the code: of the sender and
/// of others before those of the address, since the former quote the latter; in each language what is said of the
/// address before that somebody refuses. Then statuses that say one thing, then
/// words that are vague, then statuses that are, then bare codes.
package enum FailureRules {
    /// Each text by its name, for telling where a rule stands.
    package static let texts: [(name: String, text: String)] = [
        ("of exact words", exact), ("Google's", google), ("Microsoft's", microsoft), ("Yahoo's", yahoo),
        ("of providers in Europe", europe), ("of providers in Russia", russia), ("of providers in Asia", asia),
        ("of filters", filters), ("of mailing services", services), ("of replies that are none", notFailures),
        ("of loops", loops), ("of rate", rate),
        ("of authentication", authentication), ("of reputation", reputation), ("of the sender", senders),
        ("of content", content), ("of size", size), ("of last words", lastWords), ("of full mailboxes", full),
        ("of closed mailboxes", disabled), ("of subjects", subjects), ("of unknown addresses", unknown),
        ("of unknown addresses, by servers", unknownByServers),
        ("of unknown domains", domains), ("German", german), ("French", french), ("Spanish", spanish),
        ("Portuguese", portuguese), ("Italian", italian), ("Dutch", dutch), ("Polish", polish), ("Czech", czech),
        ("Russian", russian), ("Ukrainian", ukrainian), ("Turkish", turkish), ("Scandinavian", scandinavian),
        ("Finnish", finnish), ("Greek", greek), ("Hungarian", hungarian), ("Romanian", romanian),
        ("Japanese", japanese), ("Chinese", chinese), ("Korean", korean),
        ("of two languages", mixed), ("of policy", policy), ("of patience", expired), ("of statuses", statuses),
        ("of connections", connections), ("of systems", systems), ("of vague words", vagueWords),
        ("of vague statuses", vagueStatuses),
        ("of codes", codes),
    ]

    /// A text that does not read is missing here, and told by the tests.
    package static let all: [FailureRule] = texts.flatMap { (try? FailureRuleText.rules($0.text)) ?? [] }
}
