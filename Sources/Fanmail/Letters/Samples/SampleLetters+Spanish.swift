extension SampleLetters {
    static let spanish: [String: String] = [
        "newsletter": #"""
        ---
        subject: "La carta de correos: otoño"
        preheader: Los jueves en el Café Zürich, un club de lectura y respuestas a sus cartas.
        from: La oficina de correos <news@lists.example>
        list: announce@lists.example
        language: es
        ---
        # La carta de correos

        Hola, {{subscriber.name|gracias por leernos}}:

        ha llegado el otoño, con tres novedades.

        ## El café abre los jueves

        Desde esta semana el **Café Zürich** abre también los jueves, de 9 a 18 h. Quien traiga esta carta tiene
        el primer café
        gratis.

        **[Ver la carta](https://lists.example/menu)**

        ## Vuelve el club de lectura

        | Cuándo | Qué leemos | Dónde |
        | --- | --- | --- |
        | 7 de septiembre | *Niebla* | Sala de lectura |
        | 5 de octubre | *Nada* | Café Zürich |
        | 2 de noviembre | *La casa de los espíritus* | Sala de lectura |

        > Traiga el libro, o solo su curiosidad: ambos son bienvenidos.

        ## Cartas a la redacción

        Respondemos a todas las cartas. Basta con contestar a esta.

        Hasta la próxima,\
        su oficina de correos

        ---

        Recibe esta carta porque se suscribió a {{list.description}}. [Darse de baja]({{list.unsubscribe}})

        """#,
        "announcement": #"""
        ---
        subject: "Nos mudamos el primero de octubre"
        preheader: La nueva dirección, el horario y lo que no cambia.
        from: La oficina de correos <news@lists.example>
        list: announce@lists.example
        language: es
        ---
        # Nos mudamos

        Desde el **lunes 1 de octubre** nos encuentra en una nueva dirección:

        > **Calle del Puerto, 12**, segundo piso\
        > de lunes a viernes, de 9 a 18 h

        Lo que no cambia: el teléfono, las personas y el café.

        **[Cómo llegar](https://lists.example/map)**

        ---

        Esta carta se envió a {{list.address}}. [Darse de baja]({{list.unsubscribe}})

        """#,
        "digest": #"""
        ---
        subject: "Esta semana: cinco cosas que merecen su tiempo"
        preheader: Para leer en cinco minutos, o guardar para el fin de semana.
        from: El resumen semanal <digest@lists.example>
        list: announce@lists.example
        language: es
        ---
        # Esta semana

        Cinco cosas que merecen su tiempo, la más corta primero.

        1. **[Cómo encuentra su camino una carta](https://lists.example/1)**\
           El sobre y la cabecera, explicados con un dibujo. *3 minutos*
        2. **[Qué hace todo el día una jefa de correos](https://lists.example/2)**\
           Una entrevista, con gato. *6 minutos*
        3. **[Un mapa de las antiguas diligencias](https://lists.example/3)**\
           Para ampliar. *el tiempo que quiera*
        4. **[Por qué tienen dientes los sellos](https://lists.example/4)**\
           El dentado, de 1848 a hoy. *8 minutos*
        5. **[El tren nocturno](https://lists.example/5)**\
           Un documental de 1936, restaurado. *24 minutos*

        ## En una línea

        - El archivo de todos los números está [en la red](https://lists.example/archive).
        - ¿Ha encontrado algo? Conteste, y quizá aparezca aquí la próxima semana.

        ---

        El resumen sale los viernes. [Darse de baja]({{list.unsubscribe}})

        """#,
        "welcome": #"""
        ---
        subject: "Le damos la bienvenida a {{list.description}}"
        preheader: Qué recibe y cómo darse de baja.
        list: announce@lists.example
        language: es
        ---
        # ¡Bienvenida, bienvenido!

        Se ha suscrito a **{{list.description}}** con la dirección {{subscriber.address}}.

        - Sus respuestas llegan a personas.
        - Su dirección sirve para esta carta y para nada más.

        ¿Le ha inscrito otra persona, o ha cambiado de idea? [Darse de baja]({{unsubscribe.url}}): sin preguntas
        y al momento.

        """#,
        "confirm": #"""
        ---
        subject: "Confirme, por favor: {{list.description}}"
        preheader: Un paso, y llegan las cartas. Si no, no ocurre nada.
        list: announce@lists.example
        language: es
        ---
        # Falta un paso

        Alguien, esperamos que usted, pidió que {{subscriber.address}} reciba **{{list.description}}**.

        **[Sí, quiero suscribirme]({{confirm.url}})**

        O simplemente responda a este mensaje. Si no fue usted, no haga nada: sin confirmación no llegará ninguna
        carta.

        """#,
        "goodbye": #"""
        ---
        subject: "Se ha dado de baja de {{list.description}}"
        preheader: No llegarán más cartas.
        list: announce@lists.example
        language: es
        ---
        # Adiós, y gracias por leernos

        {{subscriber.address}} ya no está suscrito a **{{list.description}}**.

        Si es un error, escriba a {{list.address}} y lo arreglamos.

        """#,
    ]
}
