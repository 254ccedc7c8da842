extension SampleLetters {
    static let french: [String: String] = [
        "newsletter": #"""
        ---
        subject: "La lettre de la poste : l’automne"
        preheader: Les jeudis du Café Zürich, un cercle de lecture, et des réponses à vos lettres.
        from: La Poste du coin <news@lists.example>
        list: announce@lists.example
        language: fr
        ---
        # La lettre de la poste

        Bonjour {{subscriber.name|à vous qui nous lisez}},

        c’est l’automne, et il y a trois nouveautés.

        ## Le café ouvre le jeudi

        Dès cette semaine, le **Café Zürich** est aussi ouvert le jeudi, de 9 h à 18 h. Le premier café est
        offert à qui apporte
        cette lettre.

        **[Voir la carte](https://lists.example/menu)**

        ## Le cercle de lecture reprend

        | Quand | Ce que nous lisons | Où |
        | --- | --- | --- |
        | 7 septembre | *Les Trois Mousquetaires* | Salle de lecture |
        | 5 octobre | *Vipère au poing* | Café Zürich |
        | 2 novembre | *La Promesse de l’aube* | Salle de lecture |

        > Apportez le livre, ou seulement votre curiosité : les deux sont les bienvenus.

        ## Courrier des lecteurs

        Chaque lettre reçoit une réponse. Répondez simplement à celle-ci.

        À la prochaine fois,\
        la poste

        ---

        Vous recevez cette lettre parce que vous êtes abonné à {{list.description}}. [Se
        désabonner]({{list.unsubscribe}})

        """#,
        "announcement": #"""
        ---
        subject: "Nous déménageons le 1er octobre"
        preheader: La nouvelle adresse, les horaires, et ce qui ne change pas.
        from: La Poste du coin <news@lists.example>
        list: announce@lists.example
        language: fr
        ---
        # Nous déménageons

        À partir du **lundi 1er octobre**, vous nous trouvez à une nouvelle adresse :

        > **12, rue du Port**, deuxième étage\
        > du lundi au vendredi, de 9 h à 18 h

        Ce qui ne change pas : le numéro de téléphone, l’équipe et le café.

        **[Comment venir](https://lists.example/map)**

        ---

        Cette lettre a été envoyée à {{list.address}}. [Se désabonner]({{list.unsubscribe}})

        """#,
        "digest": #"""
        ---
        subject: "Cette semaine : cinq choses qui valent votre temps"
        preheader: À lire en cinq minutes, ou à garder pour le week-end.
        from: La Revue de la semaine <digest@lists.example>
        list: announce@lists.example
        language: fr
        ---
        # Cette semaine

        Cinq choses qui valent votre temps, la plus courte d’abord.

        1. **[Comment une lettre trouve son chemin](https://lists.example/1)**\
           L’enveloppe et l’en-tête, expliqués par un dessin. *3 minutes*
        2. **[Ce que fait une receveuse des postes toute la journée](https://lists.example/2)**\
           Un entretien, avec un chat. *6 minutes*
        3. **[Une carte des anciennes malles-postes](https://lists.example/3)**\
           À agrandir. *aussi longtemps que vous voulez*
        4. **[Pourquoi les timbres ont des dents](https://lists.example/4)**\
           La dentelure, de 1848 à nos jours. *8 minutes*
        5. **[Le train de nuit](https://lists.example/5)**\
           Un documentaire de 1936, restauré. *24 minutes*

        ## En une ligne

        - Les archives de tous les numéros sont [en ligne](https://lists.example/archive).
        - Une trouvaille ? Répondez, elle sera peut-être ici la semaine prochaine.

        ---

        La revue paraît le vendredi. [Se désabonner]({{list.unsubscribe}})

        """#,
        "welcome": #"""
        ---
        subject: "Bienvenue à {{list.description}}"
        preheader: Ce que vous recevez, et comment vous désabonner.
        list: announce@lists.example
        language: fr
        ---
        # Bienvenue !

        Vous êtes abonné à **{{list.description}}** avec l’adresse {{subscriber.address}}.

        - Vos réponses sont lues par des personnes.
        - Votre adresse sert à cette lettre et à rien d’autre.

        Quelqu’un d’autre vous a inscrit, ou vous avez changé d’avis ? [Se désabonner]({{unsubscribe.url}}) :
        sans question, et
        tout de suite.

        """#,
        "confirm": #"""
        ---
        subject: "Merci de confirmer : {{list.description}}"
        preheader: Un geste, et les lettres arrivent. Sinon, rien ne se passe.
        list: announce@lists.example
        language: fr
        ---
        # Encore un geste

        Quelqu’un, vous sans doute, a demandé que {{subscriber.address}} reçoive **{{list.description}}**.

        **[Oui, je m’abonne]({{confirm.url}})**

        Ou répondez simplement à ce message. Si ce n’était pas vous, ne faites rien : sans confirmation, aucune
        lettre ne viendra.

        """#,
        "goodbye": #"""
        ---
        subject: "Vous avez quitté {{list.description}}"
        preheader: Vous ne recevrez plus de lettres.
        list: announce@lists.example
        language: fr
        ---
        # Au revoir, et merci de nous avoir lus

        {{subscriber.address}} n’est plus abonné à **{{list.description}}**.

        Si c’est une erreur, écrivez à {{list.address}}, et nous la réparons.

        """#,
    ]
}
