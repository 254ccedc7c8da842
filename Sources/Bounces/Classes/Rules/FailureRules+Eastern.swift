extension FailureRules {
    static let polish = #"""
        rule pl-full
        words skrzynka & pelna | skrzynka pelna | przepelniona | przekroczony limit | przekroczono limit & skrzynk
        words skrzynka pocztowa & pelna | przekroczono & quota | brak miejsca
        words skrzynka & zapelniona | skrzynki & przekroczon | skrzynka jest pelna | zapelniona | brak wolnego miejsca
        class full
        yes Skrzynka pocztowa adresata jest pełna.
        no Nieznany użytkownik

        rule pl-unknown
        words nieznany uzytkownik | uzytkownik nieznany | nie istnieje | nie ma takiego | nieznany odbiorca
        words nie znaleziono | nieznany adresat | adresat nieznany | uzytkownik nie istnieje | brak uzytkownika
        words nie zostal znaleziony | nieprawidlowy adres | brak takiego uzytkownika | nie odnaleziono
        words jest nieznan | brak takiego | nie zna takiego | nie ma uzytkownika | nie ma konta | nie ma takiej | adresat & nieznany
        words odbiorca & nieznany | uzytkownik & nieznany | odbiorca nie istnieje | adres nie zostal znaleziony | adres & niepoprawny
        unless domena | domeny
        class address-unknown
        yes 550 Nie ma takiego użytkownika
        no Domena nie istnieje

        rule pl-domain
        words domena nie istnieje | nieznana domena | domena & nie istnieje | nie znaleziono domeny
        class domain-unknown
        yes Domena nie istnieje.
        no Nieznany użytkownik

        rule pl-disabled
        words konto zablokowane | konto nieaktywne | konto wylaczone | konto & zawieszone | skrzynka & zablokowana
        words konto & zablokowane | skrzynka nieaktywna | konto zostalo
        words konto & wylaczone | konto & nieaktywne | skrzynka & nieaktywna | konto & usuniete | zostalo zablokowan | zostala zablokowan
        words skrzynka & usunieta | konto zawieszone | konto & dezaktywowane
        class disabled
        yes 550 Konto zablokowane
        no Nieznany użytkownik

        rule pl-policy
        words odrzucon | brak uprawnien | odmowa dostepu | niedozwolone
        unless spam | nieznany
        class policy
        yes Wiadomość odrzucona
        no Nieznany użytkownik
        """#

    static let czech = #"""
        rule cs-full
        words schranka & plna | schranka je plna | prekrocena kvota | kvota & prekrocena | schranka je preplnena
        words plna schranka | prekrocen limit
        words schranka & zaplnena | schranka & preplnena | nema dost mista | nedostatek mista
        class full
        yes Schránka příjemce je plná.
        no Neznámý uživatel

        rule cs-unknown
        words neznamy uzivatel | uzivatel neexistuje | neexistuje | nebyla nalezena | neznamy prijemce | adresat neznamy
        words nebyl nalezen | uzivatel nenalezen | neznama adresa | schranka neexistuje | pouzivatel neexistuje
        words neplatna adresa
        words neni znam | prijemce & neznamy | neni platn | prijemce neexistuje | adresa & neexistuje | neni zaveden | nenalezen
        words nebola najdena | nebol najdeny | neznamy pouzivatel | neznamy adresat
        unless domena
        class address-unknown
        yes 550 Uživatel neexistuje
        no Doména neexistuje

        rule cs-domain
        words domena neexistuje | neznama domena | domena & nenalezena
        class domain-unknown
        yes Doména neexistuje.
        no Neznámý uživatel

        rule cs-disabled
        words schranka & zablokovana | ucet & zablokovan | ucet & zrusen | schranka & deaktivovana | schranka zrusena
        words schranka & zrusena | ucet & deaktivovan | ucet & pozastaven
        words schranka & neaktivni | ucet & neaktivni | schranka & blokovana | ucet & zablokovany | je deaktivovan
        class disabled
        yes 550 Účet byl zablokován
        no Neznámý uživatel
        """#

    static let hungarian = #"""
        rule hu-full
        words postalada & megtelt | megtelt | postafiok & megtelt | postafiok tele | kvota tullep
        words postafiok & betelt | betelt | postalada & tele$ | postafiok & tele$
        class full
        yes A címzett postaládája megtelt.
        no Ismeretlen felhasználó

        rule hu-unknown
        words ismeretlen felhasznalo | ismeretlen cimzett | nem letezik | nem talalhato | nincs ilyen | ervenytelen cim
        words nem letezo
        words ismeretlen & cim | nem ismert | felhasznalo & nem talal | cim & nem talal | nincs ilyen cim
        unless tartomany | domain
        class address-unknown
        yes 550 Nincs ilyen felhasználó
        no A tartomány nem létezik

        rule hu-domain
        words tartomany & nem letezik | domain & nem letezik | ismeretlen domain
        class domain-unknown
        yes A tartomány nem létezik.
        no Ismeretlen felhasználó
        """#

    static let russian = #"""
        rule ru-full
        words почтовый ящик & переполнен | ящик переполнен | почтовый ящик заполнен | превышена квота | квота превышена
        words ящик полон | ящик & заполнен | переполнен | превышен лимит & ящик | квота & превышена
        words ящик & полон | места & ящик & нет | нет места | превысил & квот | превышен & объем | ящик получателя полон
        class full
        yes Почтовый ящик получателя переполнен.
        no Пользователь не найден

        rule ru-too-large
        words сообщение слишком большое | письмо слишком большое | слишком большой размер | размер сообщения & превышает
        words размер письма
        class too-large
        yes Сообщение слишком большое.
        no Пользователь не найден

        rule ru-disabled
        words ящик заблокирован | аккаунт заблокирован | учетная запись & заблокирована | пользователь заблокирован
        words ящик & заблокирован | ящик отключен | учетная запись отключена | ящик неактивен | адрес заблокирован
        words ящик удален
        words ящик & отключен | ящик & удален | ящик & неактивен | аккаунт & удален | учетная запись & удалена | адрес & заблокирован
        words аккаунт & отключен | аккаунт & неактивен | учетная запись & неактивна | получатель & заблокирован | пользователь & отключен
        class disabled
        yes 550 Почтовый ящик заблокирован
        no Пользователь не найден

        rule ru-unknown
        words пользователь не найден | неизвестный пользователь | нет такого пользователя | не существует
        words получатель не найден | пользователь неизвестен | адрес не найден | не найден | неизвестный получатель
        words несуществующий | неверный адрес | такого ящика нет | нет такого ящика | не удалось найти
        words адресат не найден | недействительный адрес | не найдена | нет такого адреса
        words нет такого | нет такой | адресат & неизвестен | получатель & неизвестен | пользователь & неизвестен
        words такого пользователя нет | такого адреса нет | адрес & неверен | адрес указан неверно | адресат неизвестен
        unless домен
        class address-unknown
        yes 550 Нет такого пользователя
        yes Указанный адрес электронной почты не найден.
        no Домен не существует

        rule ru-domain
        words домен не существует | домен & не существует | домен не найден | неизвестный домен | домен & не найден
        class domain-unknown
        yes Домен не существует.
        no Пользователь не найден

        rule ru-content
        words признано спамом | подозрение на спам | содержит вирус | как спам | похоже на спам | письмо & спам
        words спам$ & отклонено
        class content
        yes Ваше письмо признано спамом.
        no Пользователь не найден

        rule ru-policy
        words отклонено | отказано в доступе | доступ запрещен | нет разрешения | запрещено | отправка & запрещена
        unless спам | найден
        class policy
        yes У вас нет разрешения на отправку сообщений этому получателю.
        no Пользователь не найден
        """#

    static let ukrainian = #"""
        rule uk-full
        words скринька переповнена | скринька & переповнена | перевищено квоту | скринька & заповнена | квоту перевищено
        words скриньку переповнено | скриньки & вичерпано | немає місця
        class full
        yes Поштова скринька одержувача переповнена.
        no Користувача не знайдено

        rule uk-unknown
        words користувача не знайдено | не існує | невідомий користувач | не знайдено | немає такого користувача
        words невідомий одержувач | невірна адреса
        words не знайдений | не зареєстрован | немає такої | немає такого | невідомий отримувач | отримувача не | адресата не | невідома адреса
        unless домен
        class address-unknown
        yes 550 Користувача не знайдено
        no Домен не існує

        rule uk-domain
        words домен не існує | домен & не існує | домен не знайдено
        class domain-unknown
        yes Домен не існує.
        no Користувача не знайдено

        rule uk-disabled
        words скриньку заблоковано | скриньку & заблоковано | обліковий запис заблоковано | скринька & заблокована
        words скриньку & вимкнено | обліковий запис & вимкнено
        class disabled
        yes 550 Поштову скриньку заблоковано. Скринька заблокована
        no Користувача не знайдено
        """#

    static let turkish = #"""
        rule tr-full
        words posta kutusu dolu | posta kutusu & dolu | kota asildi | kotasi dolu | kota asimi | kutusu dolmus
        words posta kutusu & doldu | kutusu dolu | kotasi & dolmus | kota doldu
        class full
        yes Alıcının posta kutusu dolu.
        no Kullanıcı bulunamadı

        rule tr-unknown
        words kullanici bulunamadi | bilinmeyen kullanici | boyle bir kullanici yok | bulunamadi | kullanici yok
        words mevcut degil | gecersiz alici | alici bulunamadi | kullanici mevcut degil | gecersiz adres
        words boyle bir | kullanici & yok$ | alici & yok$ | adres & yok$ | bulunamiyor | taninmiyor | kayitli degil
        unless etki alani | alan adi
        class address-unknown
        yes 550 Böyle bir kullanıcı yok
        yes Girdiğiniz e-posta adresi bulunamadı.
        no Etki alanı bulunamadı

        rule tr-domain
        words etki alani & bulunamadi | alan adi & bulunamadi | alan adi & mevcut degil
        class domain-unknown
        yes Etki alanı bulunamadı.
        no Kullanıcı bulunamadı

        rule tr-disabled
        words hesap devre disi | hesap askiya | kullanici pasif | hesap kapali | hesabi & kapatil
        words hesap & pasif | hesabi & devre disi | hesap & askiya | hesap & kapatil
        class disabled
        yes 550 Hesap devre dışı
        no Kullanıcı bulunamadı
        """#
}
