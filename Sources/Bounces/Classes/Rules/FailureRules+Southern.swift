extension FailureRules {
    static let spanish = #"""
        rule es-full
        words buzon lleno | buzon esta lleno | buzon & lleno | bandeja & llena | cuota excedida | cuota & superada
        words excedido & cuota | excede la cuota | superado & cuota | casilla llena | casilla & llena
        words buzon de correo del destinatario esta lleno | sin espacio | limite de almacenamiento
        words buzon & saturado | buzon & completo | cuenta & llena | espacio & agotado | buzon & sin espacio
        class full
        yes El buzón del destinatario está lleno.
        no Usuario desconocido

        rule es-too-large
        words mensaje demasiado grande | mensaje es demasiado grande | tamano maximo | excede el tamano
        words mensaje & muy grande | supera el tamano
        class too-large
        yes El mensaje es demasiado grande.
        no Usuario desconocido

        rule es-disabled
        words cuenta desactivada | cuenta deshabilitada | buzon deshabilitado | cuenta suspendida | buzon desactivado
        words cuenta & suspendida | cuenta inactiva | usuario inactivo | cuenta & deshabilitada | cuenta bloqueada
        words usuario deshabilitado | cuenta cancelada
        words cuenta & cancelada | cuenta & desactivada | cuenta & inactiva | buzon & desactivado | buzon & inactivo | ha sido dada de baja
        words cuenta & cerrada | buzon & bloqueado | cuenta & bloqueada | ya no esta activ | cuenta & eliminada
        class disabled
        yes 550 Cuenta suspendida
        no Usuario desconocido

        rule es-unknown
        words usuario desconocido | usuario no existe | no existe el usuario | destinatario desconocido
        words usuario inexistente | destinatario no existe | no existe | no se encontro | no se ha encontrado
        words no se pudo encontrar | direccion & no valida | direccion desconocida | buzon desconocido
        words usuario no encontrado | usuario invalido | direccion invalida | no es valida | cuenta inexistente
        words buzon inexistente | destinatario no encontrado | destinatario invalido | no encontrado & destinatario
        words usuario & no existe
        words es desconocid | no existen | no hay ningun usuario | destinatario & desconocido | usuario & desconocido | no es correct
        words direccion & desconocida | direccion & incorrecta | no se encuentra & destinatario | no esta registrad
        unless dominio | remitente
        class address-unknown
        yes 550 El usuario no existe
        yes No se encontró la dirección de correo electrónico especificada.
        no El dominio no existe

        rule es-domain
        words dominio no existe | dominio desconocido | dominio & no existe | dominio & no encontrado
        words dominio inexistente
        class domain-unknown
        yes El dominio no existe.
        no Usuario desconocido

        rule es-policy
        words no tiene permiso | acceso denegado | no autorizado | mensaje rechazado | no esta autorizado
        words rechazado por | no esta permitido | correo rechazado | denegado
        unless spam | desconocido
        class policy
        yes No tiene permiso para enviar a este destinatario.
        no Usuario desconocido

        rule es-content
        words considerado spam | como spam | correo no deseado | contenido & rechazado
        class content
        yes El mensaje fue considerado spam.
        no Usuario desconocido
        """#

    static let portuguese = #"""
        rule pt-full
        words caixa postal & cheia | caixa de correio & cheia | caixa de entrada & cheia | caixa cheia | cota excedida
        words caixa postal cheia | quota excedida | excedeu & cota | excedeu & quota | sem espaco | espaco insuficiente
        words limite de armazenamento | caixa lotada | caixa postal lotada
        words caixa & lotada | caixa & esta cheia | caixa & sem espaco | quota & atingida | limite & caixa
        class full
        yes A caixa de correio do destinatário está cheia.
        no Usuário desconhecido

        rule pt-too-large
        words mensagem muito grande | mensagem e muito grande | mensagem & demasiado grande | tamanho maximo
        words excede o tamanho
        class too-large
        yes A mensagem é muito grande para este destinatário.
        no Usuário desconhecido

        rule pt-disabled
        words conta desativada | conta suspensa | conta inativa | caixa postal desativada | conta bloqueada
        words usuario inativo | caixa & desativada | conta & suspensa | conta & cancelada | caixa postal inativa
        words usuario bloqueado
        words conta & desativada | conta & inativa | conta & bloqueada | caixa & bloqueada | conta & encerrada | caixa & inativa
        words foi desativad | esta desativad | foi cancelad | conta & excluida
        class disabled
        yes 550 Conta desativada
        no Usuário desconhecido

        rule pt-unknown
        words usuario desconhecido | destinatario desconhecido | utilizador desconhecido | nao existe
        words nao foi encontrado | nao encontrado | nao foi possivel encontrar | endereco invalido
        words caixa postal inexistente | endereco & invalido | conta inexistente | inexistente
        words destinatario inexistente | nao pode ser encontrado | nao localizado
        words e desconhecid | nao existem | nao ha nenhum usuario | destinatario & desconhecido | nao esta cadastrad
        words nao e valid | endereco & incorreto | usuario nao encontrado | nao consta
        unless dominio | remetente
        class address-unknown
        yes 550 Usuário desconhecido
        yes O endereço de e-mail inserido não foi encontrado.
        no O domínio não existe

        rule pt-domain
        words dominio nao existe | dominio desconhecido | dominio & nao encontrado | dominio & nao existe
        class domain-unknown
        yes O domínio não existe.
        no Usuário desconhecido

        rule pt-policy
        words permissao para enviar | acesso negado | nao autorizado | mensagem rejeitada | nao tem permissao
        words nao permitido | rejeitado por | recusada | recusado
        unless spam | desconhecido
        class policy
        yes Você não tem permissão para enviar para este destinatário.
        no Usuário desconhecido

        rule pt-content
        words considerada spam | mensagem indesejada | lixo eletronico
        class content
        yes Sua mensagem foi considerada spam.
        no Usuário desconhecido
        """#

    static let italian = #"""
        rule it-full
        words casella piena | casella & piena | cassetta & piena | cassetta postale & piena | quota superata
        words spazio esaurito | casella postale & piena | quota & superata | mailbox piena | spazio & esaurito
        words casella & esaurit | casella & satura | quota & esaurita | casella & riempita | spazio & insufficiente
        class full
        yes La cassetta postale del destinatario è piena.
        no Utente sconosciuto

        rule it-too-large
        words messaggio troppo grande | messaggio & troppo grande | dimensione massima | dimensioni massime
        class too-large
        yes Il messaggio è troppo grande.
        no Utente sconosciuto

        rule it-disabled
        words casella disabilitata | account disabilitato | utente disabilitato | casella sospesa | account sospeso
        words account non disponibile | casella inattiva | casella & disattivata | account & disattivato
        words utente inattivo | casella & disabilitata | casella & sospesa | account & sospeso | account & disabilitato
        words casella & bloccata | utenza disabilitata | casella & chiusa | casella non attiva
        words casella & cancellata | casella & rimossa | account & chiuso | account & cancellato | account & bloccato | casella & eliminata
        words non e piu attiv | e stata disattivata | utente & disattivato
        class disabled
        yes 550 Account disabilitato
        yes 550 La casella di posta e' stata disabilitata
        no Utente sconosciuto

        rule it-unknown
        words utente sconosciuto | destinatario sconosciuto | non esiste | utente inesistente | indirizzo sconosciuto
        words casella inesistente | non e stato trovato | non trovato | utente non trovato | indirizzo non valido
        words impossibile trovare | indirizzo inesistente | destinatario non valido | destinatario inesistente
        words indirizzo & non e stato trovato | indirizzo errato
        words e sconosciut | non esistono | destinatario & sconosciuto | utente & sconosciuto | indirizzo & inesistente
        words utente & non esiste | indirizzo & non valido | non risulta | indirizzo & sconosciuto
        unless dominio | mittente
        class address-unknown
        yes 550 Utente sconosciuto
        yes L'indirizzo di posta elettronica immesso non è stato trovato.
        no Il dominio non esiste

        rule it-domain
        words dominio non esiste | dominio sconosciuto | dominio inesistente | dominio & non trovato
        class domain-unknown
        yes Il dominio non esiste.
        no Utente sconosciuto

        rule it-policy
        words non dispone & autorizzazione | accesso negato | non autorizzato | messaggio rifiutato | rifiutato da
        words non e consentito | autorizzazione & inviare | respinto | messaggio respinto
        unless spam | sconosciuto
        class policy
        yes Non si dispone dell'autorizzazione necessaria per inviare a questo destinatario.
        no Utente sconosciuto

        rule it-content
        words considerato spam | come spam | posta indesiderata | messaggio indesiderato
        class content
        yes Il messaggio è stato considerato spam.
        no Utente sconosciuto
        """#

    static let romanian = #"""
        rule ro-full
        words casuta & plina | cutia postala & plina | cota depasita | casuta postala este plina
        words casuta & plin | cutia & plin | spatiu insuficient
        class full
        yes Căsuța poștală a destinatarului este plină.
        no Utilizator necunoscut

        rule ro-unknown
        words utilizator necunoscut | destinatar necunoscut | nu exista | nu a fost gasit | adresa necunoscuta
        words utilizator inexistent | nu a fost gasita | adresa invalida
        words utilizatorul nu | destinatarul nu | adresa nu | nu este valid
        unless domeniu
        class address-unknown
        yes Adresa de e-mail introdusă nu a fost găsită.
        no Domeniul nu există

        rule ro-domain
        words domeniul nu exista | domeniu necunoscut | domeniu inexistent
        class domain-unknown
        yes Domeniul nu există.
        no Utilizator necunoscut
        """#

    static let greek = #"""
        rule el-full
        words γραμματοκιβωτιο & πληρες | γεματο | ειναι πληρες | υπερβαση ορίου
        words γραμματοκιβωτιο & γεματο | γραμματοκιβωτιο & πληρ | υπερβαση & οριου
        class full
        yes Το γραμματοκιβώτιο του παραλήπτη είναι πλήρες.
        no Άγνωστος χρήστης

        rule el-unknown
        words αγνωστος χρηστης | αγνωστος παραληπτης | δεν υπαρχει | δεν βρεθηκε | αγνωστη διευθυνση
        words μη εγκυρη διευθυνση
        words ο χρηστης δεν | ο παραληπτης δεν | ανυπαρκτ
        unless τομεας
        class address-unknown
        yes Η διεύθυνση ηλεκτρονικού ταχυδρομείου δεν βρέθηκε.
        no Ο τομέας δεν υπάρχει

        rule el-domain
        words τομεας & δεν υπαρχει | αγνωστος τομεας | τομεας & δεν βρεθηκε
        class domain-unknown
        yes Ο τομέας δεν υπάρχει.
        no Άγνωστος χρήστης
        """#
}
