import FanmailBasics

/// The sentences of ``ProbeText`` in one language.
struct ProbeWords {
    let subject: String
    let cameBack: String
    let nothing: String
    /// Before where the subscription can be ended.
    let leave: String

    static let all: [String: ProbeWords] = [
        "en": english,
        "de": ProbeWords(
            subject: "{list}: Kommt unsere Post bei Ihnen an?",
            cameBack: "Post von {list} an {address} ist zurückgekommen.",
            nothing: "Wenn Sie das lesen, ist alles in Ordnung, und Sie müssen nichts tun. Kommt auch dieser Brief "
                + "zurück, endet Ihr Abonnement.",
            leave: "Wenn Sie {list} nicht mehr bekommen möchten:"),
        "fr": ProbeWords(
            subject: "{list} : notre courrier vous parvient-il ?",
            cameBack: "Du courrier de {list} envoyé à {address} nous est revenu.",
            nothing:
                "Si vous lisez ceci, tout va bien et vous n’avez rien à faire. Si cette lettre revient aussi, votre "
                + "abonnement prendra fin.",
            leave: "Si vous ne voulez plus recevoir {list} :"),
        "es": ProbeWords(
            subject: "{list}: ¿le llega nuestro correo?",
            cameBack: "Correo de {list} enviado a {address} nos ha sido devuelto.",
            nothing:
                "Si lee esto, todo está bien y no tiene que hacer nada. Si esta carta también vuelve, su suscripción "
                + "terminará.",
            leave: "Si ya no quiere recibir {list}:"),
        "pl": ProbeWords(
            subject: "{list}: czy nasza poczta dociera?",
            cameBack: "Poczta z {list} wysłana na adres {address} wróciła do nas.",
            nothing: "Jeśli to czytasz, wszystko jest w porządku i nie musisz nic robić. Jeśli ten list też wróci, "
                + "subskrypcja się zakończy.",
            leave: "Jeśli nie chcesz już otrzymywać {list}:"),
        "ja": ProbeWords(
            subject: "{list}: メールは届いていますか",
            cameBack: "{list} から {address} へのメールが戻ってきました。",
            nothing: "これをお読みになれる場合は問題なく、何もなさる必要はありません。このメールも戻ってきた場合は、購読を終了します。",
            leave: "{list} の配信を停止するには："),
        "ar": ProbeWords(
            subject: "{list}: هل يصلك بريدنا؟",
            cameBack: "عاد إلينا بريد من {list} كان مرسلًا إلى {address}.",
            nothing:
                "إذا كنت تقرأ هذا فكل شيء على ما يرام ولا يلزمك فعل شيء. وإذا عادت هذه الرسالة أيضًا فسينتهي اشتراكك.",
            leave: "إذا لم تعد ترغب في تلقي {list}:"),
    ]

    private static let english = ProbeWords(
        subject: "{list}: does our mail reach you?",
        cameBack: "Mail of {list} to {address} came back to us.",
        nothing: "If you read this, all is well, and you need do nothing. If this letter comes back too, your "
            + "subscription ends.",
        leave: "If you do not want {list} any more:")

    /// - Parameter language: a tag (BCP 47); English where it is none of these, or nil.
    static func of(_ language: String?) -> ProbeWords {
        LanguageTag.primary(language).flatMap { all[$0] } ?? english
    }
}
