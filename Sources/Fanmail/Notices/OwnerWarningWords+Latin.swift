extension OwnerWarningWords {
    static let english = OwnerWarningWords(
        subject: "{list}: {percent} % of mailing {mailing} came back",
        counts:
            "Of mailing {mailing} to {list}, {bounces} of {recipients} recipients ({percent} %) did "
            + "not get their copy.",
        letter: "The letter:",
        reasons: "Why, as the servers said:",
        help: "What helps:",
        held:
            "These are held, since so many of one provider came back at once; nobody is changed "
            + "before you decide:",
        commands: "To see more, and to decide:",
        why:
            "You get this once for a mailing, as the owner of {list}. How much has to come back for "
            + "it stands in the list's file (warn-percent).",
        dead: "Dead addresses: find out where so many of them came from; they leave the list by its rules.",
        full: "Full mailboxes: wait; they leave the list if it stays so.",
        unreached:
            "Servers that were not reached or are out of order: wait, and send again later to those "
            + "who matter.",
        distrusted:
            "Receivers that do not trust the server or domain, or that got too much at once: mend "
            + "SPF, DKIM and DMARC, ask the provider that is named, send slower.",
        letterRefused:
            "Receivers that refuse the letter: make it smaller, and try it without links and "
            + "pictures.",
        unknown: "Words that no rule knows: read them.")

    static let german = OwnerWarningWords(
        subject: "{list}: {percent} % von Aussendung {mailing} kamen zurück",
        counts:
            "Von Aussendung {mailing} an {list} haben {bounces} von {recipients} Empfängern "
            + "({percent} %) ihr Exemplar nicht bekommen.",
        letter: "Der Brief:",
        reasons: "Warum, wie die Server sagten:",
        help: "Was hilft:",
        held:
            "Diese sind zurückgestellt, da so viele eines Anbieters auf einmal zurückkamen; niemand "
            + "wird geändert, bevor Sie entscheiden:",
        commands: "Um mehr zu sehen und zu entscheiden:",
        why:
            "Sie bekommen das einmal je Aussendung, als Eigentümer von {list}. Wie viel dafür "
            + "zurückkommen muss, steht in der Datei der Liste (warn-percent).",
        dead:
            "Tote Adressen: Finden Sie heraus, woher so viele davon kamen; sie verlassen die Liste "
            + "nach deren Regeln.",
        full: "Volle Postfächer: Warten Sie; sie verlassen die Liste, wenn es so bleibt.",
        unreached:
            "Server, die nicht erreicht wurden oder gestört sind: Warten Sie, und senden Sie "
            + "wichtigen Empfängern später noch einmal.",
        distrusted:
            "Empfänger, die dem Server oder der Domain nicht trauen oder zu viel auf einmal bekamen: "
            + "Bringen Sie SPF, DKIM und DMARC in Ordnung, fragen Sie den genannten Anbieter, senden "
            + "Sie langsamer.",
        letterRefused:
            "Empfänger, die den Brief ablehnen: Machen Sie ihn kleiner, und versuchen Sie es ohne "
            + "Links und Bilder.",
        unknown: "Worte, die keine Regel kennt: Lesen Sie sie.")

    static let french = OwnerWarningWords(
        subject: "{list} : {percent} % de l’envoi {mailing} sont revenus",
        counts:
            "Lors de l’envoi {mailing} à {list}, {bounces} destinataires sur {recipients} ({percent} "
            + "%) n’ont pas reçu leur exemplaire.",
        letter: "La lettre :",
        reasons: "Pourquoi, selon les serveurs :",
        help: "Ce qui aide :",
        held:
            "Ceux-ci sont mis en attente, car beaucoup d’un même fournisseur sont revenus d’un coup "
            + "; personne n’est modifié avant votre décision :",
        commands: "Pour en voir plus et décider :",
        why:
            "Vous recevez ceci une fois par envoi, en tant que propriétaire de {list}. La part qui "
            + "doit revenir pour cela figure dans le fichier de la liste (warn-percent).",
        dead:
            "Adresses mortes : cherchez d’où viennent tant d’entre elles ; elles quittent la liste "
            + "selon ses règles.",
        full: "Boîtes pleines : attendez ; elles quittent la liste si cela dure.",
        unreached: "Serveurs injoignables ou en panne : attendez, et renvoyez plus tard à ceux qui comptent.",
        distrusted:
            "Récepteurs qui se méfient du serveur ou du domaine, ou qui en ont reçu trop d’un coup : "
            + "corrigez SPF, DKIM et DMARC, demandez au fournisseur nommé, envoyez plus lentement.",
        letterRefused:
            "Récepteurs qui refusent la lettre : rendez-la plus petite, essayez sans liens ni "
            + "images.",
        unknown: "Des mots qu’aucune règle ne connaît : lisez-les.")

    static let spanish = OwnerWarningWords(
        subject: "{list}: volvió el {percent} % del envío {mailing}",
        counts:
            "Del envío {mailing} a {list}, {bounces} de {recipients} destinatarios ({percent} %) no "
            + "recibieron su copia.",
        letter: "La carta:",
        reasons: "Por qué, según los servidores:",
        help: "Qué ayuda:",
        held:
            "Estos quedan retenidos, porque muchos de un mismo proveedor volvieron a la vez; nadie "
            + "cambia hasta que usted decida:",
        commands: "Para ver más y decidir:",
        why:
            "Recibe esto una vez por envío, como propietario de {list}. Cuánto tiene que volver para "
            + "ello está en el archivo de la lista (warn-percent).",
        dead: "Direcciones muertas: averigüe de dónde vinieron tantas; dejan la lista según sus reglas.",
        full: "Buzones llenos: espere; dejan la lista si sigue así.",
        unreached:
            "Servidores que no se alcanzaron o están averiados: espere, y envíe más tarde otra vez a "
            + "quienes importan.",
        distrusted:
            "Receptores que no confían en el servidor o el dominio, o que recibieron demasiado a la "
            + "vez: corrija SPF, DKIM y DMARC, pregunte al proveedor nombrado, envíe más despacio.",
        letterRefused: "Receptores que rechazan la carta: hágala más pequeña y pruebe sin enlaces ni imágenes.",
        unknown: "Palabras que ninguna regla conoce: léalas.")

    static let polish = OwnerWarningWords(
        subject: "{list}: wróciło {percent} % wysyłki {mailing}",
        counts:
            "W wysyłce {mailing} do {list} swojej kopii nie dostało {bounces} z {recipients} "
            + "odbiorców ({percent} %).",
        letter: "List:",
        reasons: "Dlaczego, według serwerów:",
        help: "Co pomaga:",
        held:
            "Te są wstrzymane, bo wiele od jednego dostawcy wróciło naraz; nikt nie zostanie "
            + "zmieniony, zanim nie podejmiesz decyzji:",
        commands: "Aby zobaczyć więcej i zdecydować:",
        why:
            "Dostajesz to raz na wysyłkę jako właściciel {list}. Ile musi wrócić, stoi w pliku listy "
            + "(warn-percent).",
        dead: "Martwe adresy: sprawdź, skąd wzięło się ich tak wiele; opuszczają listę według jej zasad.",
        full: "Pełne skrzynki: poczekaj; opuszczą listę, jeśli tak zostanie.",
        unreached:
            "Serwery nieosiągalne lub uszkodzone: poczekaj i wyślij ważnym odbiorcom później jeszcze "
            + "raz.",
        distrusted:
            "Odbiorcy, którzy nie ufają serwerowi lub domenie albo dostali za dużo naraz: popraw "
            + "SPF, DKIM i DMARC, zapytaj wymienionego dostawcę, wysyłaj wolniej.",
        letterRefused: "Odbiorcy, którzy odrzucają list: zmniejsz go i spróbuj bez odnośników i obrazów.",
        unknown: "Słowa, których nie zna żadna reguła: przeczytaj je.")
}
