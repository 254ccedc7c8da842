extension FailureRules {
    static let polish = #"""
        rule pl-full
        words skrzynka & pelna | skrzynka pelna | przepelniona | przekroczony limit | przekroczono limit & skrzynk
        words skrzynka pocztowa & pelna | przekroczono & quota | brak miejsca
        class full
        yes Skrzynka pocztowa adresata jest pełna.
        no Nieznany użytkownik

        rule pl-unknown
        words nieznany uzytkownik | uzytkownik nieznany | nie istnieje | nie ma takiego | nieznany odbiorca
        words nie znaleziono | nieznany adresat | adresat nieznany | uzytkownik nie istnieje | brak uzytkownika
        words nie zostal znaleziony | nieprawidlowy adres | brak takiego uzytkownika | nie odnaleziono
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
        class full
        yes Schránka příjemce je plná.
        no Neznámý uživatel

        rule cs-unknown
        words neznamy uzivatel | uzivatel neexistuje | neexistuje | nebyla nalezena | neznamy prijemce | adresat neznamy
        words nebyl nalezen | uzivatel nenalezen | neznama adresa | schranka neexistuje | pouzivatel neexistuje
        words neplatna adresa
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
        class disabled
        yes 550 Účet byl zablokován
        no Neznámý uživatel
        """#

    static let hungarian = #"""
        rule hu-full
        words postalada & megtelt | megtelt | postafiok & megtelt | postafiok tele | kvota tullep
        class full
        yes A címzett postaládája megtelt.
        no Ismeretlen felhasználó

        rule hu-unknown
        words ismeretlen felhasznalo | ismeretlen cimzett | nem letezik | nem talalhato | nincs ilyen | ervenytelen cim
        words nem letezo
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
        class disabled
        yes 550 Почтовый ящик заблокирован
        no Пользователь не найден

        rule ru-unknown
        words пользователь не найден | неизвестный пользователь | нет такого пользователя | не существует
        words получатель не найден | пользователь неизвестен | адрес не найден | не найден | неизвестный получатель
        words несуществующий | неверный адрес | такого ящика нет | нет такого ящика | не удалось найти
        words адресат не найден | недействительный адрес | не найдена | нет такого адреса
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
        class full
        yes Поштова скринька одержувача переповнена.
        no Користувача не знайдено

        rule uk-unknown
        words користувача не знайдено | не існує | невідомий користувач | не знайдено | немає такого користувача
        words невідомий одержувач | невірна адреса
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
        words скриньку заблоковано | скринька заблокована | обліковий запис заблоковано | скринька & заблокована
        class disabled
        yes 550 Поштову скриньку заблоковано. Скринька заблокована
        no Користувача не знайдено
        """#

    static let turkish = #"""
        rule tr-full
        words posta kutusu dolu | posta kutusu & dolu | kota asildi | kotasi dolu | kota asimi | kutusu dolmus
        class full
        yes Alıcının posta kutusu dolu.
        no Kullanıcı bulunamadı

        rule tr-unknown
        words kullanici bulunamadi | bilinmeyen kullanici | boyle bir kullanici yok | bulunamadi | kullanici yok
        words mevcut degil | gecersiz alici | alici bulunamadi | kullanici mevcut degil | gecersiz adres
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
        class disabled
        yes 550 Hesap devre dışı
        no Kullanıcı bulunamadı
        """#
}
