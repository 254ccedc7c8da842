extension FailureRules {
    static let german = #"""
        rule de-full
        words postfach ist voll | postfach voll | mailbox ist voll | postfach des empfangers ist voll | speicherplatz
        words kontingent & uberschritten | postfachs ist voll | quota uberschritten | mailbox voll
        words postfach ist uberfullt | speicherkontingent | postfach & ist voll | postfach hat & grosse
        words maximale grosse & postfach | speichervolumen | speicherlimit | speicherquota | postfachgrosse
        words quota & erreicht | kontingent & erreicht | kontingent & erschopft | quota & uberschritten
        words postfach von & voll | mailbox von & voll | postfach & uberfullt | mailbox & uberfullt | kontingent ausgeschopft
        class full
        yes Das Postfach des Empfängers ist voll und kann zurzeit keine Nachrichten annehmen.
        yes 550 Der Empfänger hat das Speichervolumen ueberschritten
        no Die Nachricht ist zu groß.

        rule de-too-large
        words nachricht ist zu gross | nachricht zu gross | zulassige nachrichtengrosse | mail ist zu gross
        words nachrichtengrosse | grossenbeschrankung | grosser als & zulassig | uberschreitet die & grosse
        class too-large
        yes Die Nachricht ist zu groß für diesen Empfänger.
        no Das Postfach ist voll.

        rule de-disabled
        words deaktiviert | postfach ist gesperrt | konto ist gesperrt | wurde gesperrt | nicht mehr aktiv | stillgelegt
        words postfach gesperrt | konto gesperrt | account gesperrt | ist inaktiv
        words postfach wurde deaktiviert | adresse & gesperrt | konto & geschlossen | postfach & geschlossen | konto & geloscht
        words postfach & aufgelost | postfach & inaktiv
        class disabled
        yes 550 Das Konto ist deaktiviert.
        no Empfänger unbekannt

        rule de-unknown
        words empfanger unbekannt | empfanger ist unbekannt | unbekannter empfanger | unbekannter benutzer
        words benutzer unbekannt | benutzer existiert nicht | postfach existiert nicht | adresse existiert nicht
        words e-mail-adresse wurde & nicht gefunden | empfanger wurde nicht gefunden | empfanger nicht gefunden
        words eingegebene e-mail-adresse wurde nicht gefunden | adresse ist unbekannt | unbekannte adresse
        words adresse unbekannt | nicht bekannt | e-mail-konto ist nicht vorhanden | empfangers wurde nicht gefunden
        words konnte & nicht gefunden werden & empfanger | existiert nicht mehr | ist nicht vorhanden | gibt es nicht
        words existiert hier nicht | keine gultige adresse | postfach nicht gefunden | nicht gefunden in
        words ungultige e-mail | ungultiger empfanger | empfangeradresse & ungultig | konto existiert nicht
        words @ existiert nicht | adresse & existiert nicht | adresse & nicht bekannt | empfanger & nicht bekannt
        words kein postfach | kein konto | kein benutzer | ist ungultig | adresse ist falsch | empfanger existiert nicht
        words adresse nicht gefunden | verzeichnis & nicht
        unless domane | domain | absender
        class address-unknown
        yes 550 Empfänger unbekannt
        yes Die eingegebene E-Mail-Adresse wurde nicht gefunden. Überprüfen Sie die E-Mail-Adresse des Empfängers
        yes Das E-Mail-Konto ist nicht vorhanden, an das die Nachricht gesendet wurde.
        no Die Domäne ist unbekannt

        rule de-domain
        words domane & nicht gefunden | domane existiert nicht | domain existiert nicht | domain & nicht gefunden
        words domane & unbekannt | domain & unbekannt | unbekannte domain | rechner & nicht gefunden | host unbekannt | domain unbekannt
        class domain-unknown
        yes Die Domäne existiert nicht.
        no Empfänger unbekannt

        rule de-policy
        words berechtigung & senden | nicht berechtigt | zugriff verweigert | abgelehnt | verweigert | nicht gestattet
        words nicht erlaubt | unzulassig | richtlinie | keine berechtigung
        unless spam | unbekannt | nicht gefunden
        class policy
        yes Sie sind nicht berechtigt, Nachrichten an diesen Empfänger zu senden.
        no Empfänger unbekannt

        rule de-content
        words als spam | spamverdacht | spam erkannt | spam eingestuft | spam-verdacht
        class content
        yes Ihre Nachricht wurde als Spam eingestuft.
        no Empfänger unbekannt

        rule de-expired
        words zeituberschreitung | konnte nicht innerhalb | zustellzeit | zustellung & abgelaufen | nicht rechtzeitig
        words konnte & stunden & nicht zugestellt
        class expired
        yes Die Nachricht konnte nicht innerhalb von 5 Tagen zugestellt werden.
        no Empfänger unbekannt
        """#

    static let french = #"""
        rule fr-full
        words boite aux lettres & pleine | boite pleine | boite du destinataire & pleine | boite aux lettres pleine
        words quota depasse | quota & depasse | espace & insuffisant | boite de reception & pleine | depasse son quota
        words boite aux lettres saturee | boite & saturee | depassement de quota | boite mail & pleine
        words boite aux lettres & saturee | boite & remplie | boite & est plein | quota & atteint | messagerie & pleine | capacite & atteinte
        class full
        yes La boîte aux lettres du destinataire est pleine.
        yes 552 Boîte du destinataire pleine.
        no Utilisateur inconnu

        rule fr-too-large
        words message trop volumineux | message est trop volumineux | message trop gros | taille maximale
        words taille du message | trop grand
        class too-large
        yes Le message est trop volumineux.
        no La boîte est pleine

        rule fr-disabled
        words boite & desactivee | compte desactive | compte & desactive | boite suspendue | compte suspendu
        words boite & archivee | compte ferme | compte & suspendu | compte bloque
        words compte & desactivee | adresse & desactivee | boite & fermee | compte & cloture | adresse & supprimee | compte & supprime
        words boite & supprimee | n'est plus active | n'est plus utilisee | compte inactif | boite & bloquee
        class disabled
        yes 550 Compte désactivé
        no Utilisateur inconnu

        rule fr-unknown
        words utilisateur inconnu | destinataire inconnu | adresse inconnue | utilisateur & inconnu | boite & inconnue
        words n'existe pas | est introuvable | adresse e-mail & introuvable | destinataire invalide | adresse invalide
        words destinataire & introuvable | n'a pas ete trouve | adresse & n'existe | compte inexistant
        words boite inexistante | n'existe plus | adresse erronee | destinataire non trouve | utilisateur non trouve
        words destinataire inexistant | destinataires invalides | adresse du destinataire & incorrecte
        words boite non trouvee | n'a pas pu etre trouve
        words destinataire & inconnu | adresse & inconnue | n'existent pas | aucun utilisateur | pas d'utilisateur | adresse & invalide
        words destinataire & n'existe | utilisateur & n'existe | adresse & erronee | adresse & incorrecte | correspondant inconnu
        words n'est pas connu | n'est pas reconnue | abonne inconnu | abonne inexistant
        unless domaine | expediteur
        class address-unknown
        yes 550 Utilisateur inconnu
        yes L'adresse de messagerie que vous avez entrée est introuvable.
        no Le domaine n'existe pas

        rule fr-domain
        words domaine & n'existe pas | domaine inconnu | domaine & introuvable | hote inconnu | domaine inexistant
        class domain-unknown
        yes Le domaine du destinataire n'existe pas.
        no Utilisateur inconnu

        rule fr-rate
        words trop de connexions | trop de messages | trop de destinataires | debit trop
        class rate
        yes 421 Trop de connexions, veuillez vérifier votre configuration
        no Utilisateur inconnu

        rule fr-policy
        words autorisation & envoyer | n'etes pas autorise | acces refuse | non autorise | refuse par | pas autorise
        words message refuse | message rejete | courrier rejete | rejete par | service refuse | mail rejete
        unless spam | inconnu
        class policy
        yes Vous n'êtes pas autorisé à envoyer un message à ce destinataire.
        no Utilisateur inconnu

        rule fr-content
        words considere comme spam | comme du spam | contenu indesirable | courrier indesirable | message indesirable
        words pourriel
        class content
        yes Votre message a été considéré comme spam.
        no Utilisateur inconnu

        rule fr-expired
        words delai de livraison | n'a pu etre delivre | delai depasse | delai d'attente | delai expire | tentatives de
        class expired
        yes Le délai de livraison du message est dépassé.
        no Utilisateur inconnu
        """#

    static let dutch = #"""
        rule nl-full
        words postvak is vol | postvak vol | mailbox is vol | mailbox vol | postvak van & is vol | quotum overschreden
        words postbus is vol
        words mailbox van & vol | postbus van & vol | postvak & vol$ | mailbox & vol$ | postbus & vol$ | limiet & bereikt
        class full
        yes Het Postvak van de geadresseerde is vol.
        no Gebruiker onbekend

        rule nl-unknown
        words gebruiker onbekend | onbekende gebruiker | bestaat niet | geadresseerde & niet gevonden | niet gevonden
        words onbekende ontvanger | ontvanger onbekend | e-mailadres & niet gevonden | adres onbekend | onbekend adres
        words kan niet worden gevonden | bestaat niet meer | ongeldig adres | ongeldige ontvanger
        words gebruiker & onbekend | ontvanger & onbekend | adres & onbekend | geadresseerde onbekend | geadresseerde & onbekend
        words geen gebruiker | geen mailbox | is niet bekend | adres is ongeldig
        unless domein
        class address-unknown
        yes Het e-mailadres dat u hebt ingevoerd, is niet gevonden.
        no Het domein bestaat niet

        rule nl-domain
        words domein bestaat niet | domein & niet gevonden | onbekend domein
        class domain-unknown
        yes Het domein bestaat niet.
        no Gebruiker onbekend

        rule nl-too-large
        words bericht is te groot | bericht te groot | maximale grootte
        class too-large
        yes Het bericht is te groot voor deze geadresseerde.
        no Gebruiker onbekend

        rule nl-disabled
        words account is uitgeschakeld | mailbox is uitgeschakeld | uitgeschakeld | gedeactiveerd | opgeheven
        words account & geblokkeerd | mailbox & geblokkeerd | mailbox & gesloten | account & gesloten | account & verwijderd
        words niet meer actief | niet meer in gebruik | buiten gebruik | is inactief
        class disabled
        yes Dit account is uitgeschakeld.
        no Gebruiker onbekend

        rule nl-policy
        words geweigerd | niet toegestaan | geen toestemming | niet gemachtigd | toegang geweigerd
        unless spam | onbekend
        class policy
        yes U bent niet gemachtigd om berichten te verzenden naar deze geadresseerde.
        no Gebruiker onbekend
        """#
}
