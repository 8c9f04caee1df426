import { cause } from './problem-kind.js'

/** Why refusals about who is calling and what was signed happen. */
export const ACCESS_CAUSES = {
  'certificate.missing': cause(
    'The connection was made without a client certificate, or the client did not send it because the hub’s list of accepted authorities does not name its issuer.',
    'De verbinding kwam tot stand zonder certificaat, of het programma stuurde het niet omdat de uitgever niet bij de aanvaarde uitgevers van de hub hoort.',
  ),
  'certificate.unregistered': cause(
    'The certificate is of an authority that the hub trusts, but its fingerprint is not in the register; often it was renewed.',
    'Het certificaat is van een vertrouwde uitgever, maar de vingerafdruk staat niet in het register; vaak is het vernieuwd.',
  ),
  'certificate.revoked': cause(
    'The certificate stands on a revocation list of its authority or on the deny-list of the hub.',
    'Het certificaat staat op een intrekkingslijst van de uitgever of op de weigerlijst van de hub.',
  ),
  'certificate.wrong_purpose': cause(
    'The certificate is registered for signing and was used to connect, or it is registered for connections and was offered for signing.',
    'Het certificaat is geregistreerd voor ondertekenen en werd gebruikt om verbinding te maken, of andersom.',
  ),
  'certificate.not_personal': cause(
    'This is for people, or takes two of them, and the certificate is that of an organisation’s software: it is registered without a holder.',
    'Dit is voor mensen, of er zijn er twee voor nodig, en het certificaat is van de software van een organisatie: het is zonder houder geregistreerd.',
  ),
  'form.forged': cause(
    'The form carried no token of this session, or it was sent from a page elsewhere.',
    'Het formulier droeg geen kenmerk van deze sessie, of werd van een pagina elders verstuurd.',
  ),
  'certificate.malformed': cause(
    'The file or text is no X.509 certificate, or it is damaged.',
    'Het bestand of de tekst is geen X.509-certificaat, of is beschadigd.',
  ),
  'certificate.expired': cause(
    'The certificate is not valid yet, or not any more.',
    'Het certificaat is nog niet of niet meer geldig.',
  ),
  'certificate.organisation_number': cause(
    'The subject of the certificate names no organisation number (OIN), more than one, or one that does not exist.',
    'Het onderwerp van het certificaat noemt geen OIN, meer dan een, of een dat niet bestaat.',
  ),
  'certificate.test_number': cause(
    'The organisation number is one for tests and this is a production hub, or the other way round.',
    'Het OIN is een testnummer en dit is een productiehub, of andersom.',
  ),
  'certificate.weak_key': cause(
    'The key of the certificate has fewer than 3072 bits (RSA), or is of a kind or curve that is not accepted.',
    'De sleutel van het certificaat heeft minder dan 3072 bits (RSA), of is van een soort of kromme die niet wordt aanvaard.',
  ),
  'certificate.untrusted': cause(
    'No chain leads from the certificate to an authority that the hub accepts for this purpose.',
    'Geen keten leidt van het certificaat naar een uitgever die de hub hiervoor aanvaardt.',
  ),
  'party.role_not_allowed': cause(
    'Your party does not have the role that the operation is for, or the certificate that connects or that signs may not be used in it.',
    'Uw partij heeft niet de rol waarvoor de bewerking bedoeld is, of het certificaat dat verbindt of dat ondertekent mag er niet voor worden gebruikt.',
  ),
  'party.malformed': cause(
    'The identifier has neither the form of an OIN nor that of an identifier of the hub.',
    'Het kenmerk heeft niet de vorm van een OIN en niet die van een kenmerk van de hub.',
  ),
  'party.not_served': cause(
    'You asked on behalf of a creditor for whom you are not registered as agent today.',
    'U vroeg iets namens een schuldeiser waarvoor u vandaag niet als vertegenwoordiger geregistreerd staat.',
  ),
  'signature.missing': cause(
    'The operation changes something and the request has no signature header.',
    'De bewerking wijzigt iets en het verzoek heeft geen header met een handtekening.',
  ),
  'signature.repeated': cause(
    'The signature header stands there twice, or under both of its names.',
    'De header met de handtekening staat er twee keer, of onder beide namen.',
  ),
  'signature.too_large': cause(
    'The header is longer than 8192 characters, mostly because of certificates in x5c.',
    'De header is langer dan 8192 tekens, meestal door certificaten in x5c.',
  ),
  'signature.malformed': cause(
    'The header is not a detached JWS, or its protected header has a member of a wrong type.',
    'De header is geen losse JWS, of een veld van de beschermde kop heeft het verkeerde type.',
  ),
  'signature.not_canonical': cause(
    'A part of the signature is not written in the one spelling that base64url has for its bytes.',
    'Een deel van de handtekening staat niet in de enige schrijfwijze die base64url voor die bytes heeft.',
  ),
  'signature.critical_unknown': cause(
    'The member crit names something that the hub does not know, or leaves out something it must name.',
    'Het veld crit noemt iets wat de hub niet kent, of laat iets weg wat er moet staan.',
  ),
  'signature.header_not_allowed': cause(
    'The protected header holds a member that would bring a key, point at one, encrypt or compress.',
    'De beschermde kop bevat een veld dat een sleutel meebrengt of aanwijst, versleutelt of comprimeert.',
  ),
  'signature.algorithm': cause(
    'The algorithm is none of the two that the hub takes, or not the one of the registered key.',
    'Het algoritme is geen van de twee die de hub aanneemt, of niet dat van de geregistreerde sleutel.',
  ),
  'signature.key_unknown': cause(
    'Neither kid nor x5t#S256 names a signing certificate that is registered here.',
    'Noch kid noch x5t#S256 noemt een ondertekencertificaat dat hier geregistreerd is.',
  ),
  'signature.key_revoked': cause(
    'The certificate that the signature names was revoked, here or by its authority, or a level of its authorities has no revocation list in force.',
    'Het certificaat dat de handtekening noemt is ingetrokken, hier of door de uitgever, of een niveau van de uitgevers heeft geen geldige intrekkingslijst.',
  ),
  'signature.key_expired': cause(
    'The certificate that the signature names is not valid at this moment.',
    'Het certificaat dat de handtekening noemt is op dit moment niet geldig.',
  ),
  'signature.key_is_transport_key': cause(
    'The signature was made with the key that is registered for connections.',
    'De handtekening is gezet met de sleutel die voor verbindingen is geregistreerd.',
  ),
  'signature.wrong_party': cause(
    'The signing certificate is of another party than the certificate of the connection.',
    'Het ondertekencertificaat is van een andere partij dan het certificaat van de verbinding.',
  ),
  'signature.type': cause(
    'The member typ of the protected header is missing or names another kind of document.',
    'Het veld typ van de beschermde kop ontbreekt of noemt een ander soort document.',
  ),
  'signature.time': cause(
    'The member iat is missing, or lies too far from the clock of the hub.',
    'Het veld iat ontbreekt, of ligt te ver van de klok van de hub.',
  ),
  'signature.digest': cause(
    'The member sigD names another mechanism or other header fields than the digest of the body.',
    'Het veld sigD noemt een ander mechanisme of andere headers dan de hash van het bericht.',
  ),
  'signature.invalid': cause(
    'The bytes that arrived are not those that were signed, or another key signed them. Mostly the body was serialised once more after signing, or an ECDSA signature was sent as DER.',
    'De ontvangen bytes zijn niet de ondertekende, of een andere sleutel ondertekende ze. Meestal is het bericht na ondertekening opnieuw opgebouwd, of is een ECDSA-handtekening als DER verstuurd.',
  ),
  'body.wrong_hub': cause(
    'The signed member hub names another hub, for instance the sandbox in place of production.',
    'Het ondertekende veld hub noemt een andere hub, bijvoorbeeld de proefomgeving in plaats van productie.',
  ),
  'body.wrong_operation': cause(
    'The signed member operation names another operation than the one that was called.',
    'Het ondertekende veld operation noemt een andere bewerking dan is aangeroepen.',
  ),
  'body.stale': cause(
    'The signed member createdAt lies too far from the clock of the hub.',
    'Het ondertekende veld createdAt ligt te ver van de klok van de hub.',
  ),
  'body.nonce': cause(
    'The signed body has no member nonce, without which its digest could be tested against guesses.',
    'Het ondertekende bericht heeft geen veld nonce; zonder dat kan de hash aan gissingen getoetst worden.',
  ),
  'body.conflict': cause(
    'Another body was carried out before for this operation under the same requestId or stepId.',
    'Onder hetzelfde requestId of stepId is voor deze bewerking eerder een ander bericht uitgevoerd.',
  ),
} as const
