/** Frequent Dutch surnames, most frequent first. */
export const SURNAMES = (
  'de Jong|Jansen|de Vries|van den Berg|van Dijk|Bakker|Janssen|Visser|Smit|Meijer|de Boer|Mulder|de Groot|Bos|Vos|' +
  'Peters|Hendriks|van Leeuwen|Dekker|Brouwer|de Wit|Dijkstra|Smits|de Graaf|van der Meer|van der Linden|Kok|Jacobs|' +
  'de Haan|Vermeulen|van den Heuvel|van der Veen|van den Broek|de Bruijn|de Bruin|van der Heijden|Schouten|van Beek|' +
  'Willems|van Vliet|van de Ven|Hoekstra|Maas|Verhoeven|Koster|van Dam|van der Wal|Prins|Blom|Huisman|Peeters|de Jonge|' +
  'Kuipers|van Veen|Post|Kuiper|Veenstra|Kramer|van den Brink|Scholten|van Wijk|Postma|Martens|Vink|de Ruiter|' +
  'Timmermans|Groen|Gerritsen|Jonker|van Loon|Boer|van der Velde|Willemsen|Smeets|de Lange|de Vos|Bosch|van Dongen|' +
  'Schipper|de Koning|van der Laan|Koning|van der Velden|Driessen|van Doorn|Hermans|Evers|van den Bosch|van der Meulen|' +
  'Hofman|Bosman|Wolters|Sanders|van der Horst|Mol|Kuijpers|Molenaar|van de Pol|de Leeuw|Verbeek|Schuurman|Boersma|' +
  'Bouwman|Zwart|Hendrikx|Mohamed|Pietersen|de Wilde|van Rijn|Wijnen|Goossens|Klein|van der Ploeg|Hoogendoorn|Lammers|' +
  'van Vuuren|Kooistra|Schreuder|Gerrits|Ruiter|van Gils|Wit|van Es|Hoeksema|Bruins|van der Zee|Dekkers|Rutten|Smulders|' +
  'van Dalen|Haan|Roos|Snijders|Claassen|van Schaik|Vermeer|Kroon|Cornelissen|Simons|Pol|Kloosterman|van Beers|Bouma|' +
  'de Rooij|van Leeuwe|Terpstra|van der Steen|Kersten|Koopman|van der Pol|Stam|Groenewegen|Drost|Boonstra|van Houten|' +
  'Hoogland|Wiersma|Swart|van der Berg|Bergsma|van Driel|Zijlstra|Franken|Kramers|Verhagen|van Amerongen|van Engelen|' +
  'Blokland|Veldman|Nijhuis|Jager|Pauw|Nieuwenhuis|Bruggeman|van Rooijen|Ploeg|Ten Have|Wessels|Veldhuis|Kamphuis|' +
  'ter Horst|Versteeg|Ketelaar|van Hout|Heijnen|Sluis|de Winter|Hartman|Beekman|Tromp|Kuijper|van der Kolk|Haverkamp'
).split('|')

/** Names of a group in which a few surnames are very common. */
export const CONCENTRATED_SURNAMES = (
  'Yilmaz|Mohamed|Ali|Nguyen|Kaya|Demir|Hassan|Ahmed|Yildiz|Celik|Singh|Öztürk|Şahin|el Amrani|Abdi|Ibrahim|Aydin|' +
  'Bouzid|Chen|Osman|Tran|Arslan|Doğan|Khan|Wang|Bakkali|Pham|Yildirim|el Idrissi|Hussein|Salah|Kılıç|Omar|Haddad|' +
  'Aslan|Tesfay|Mahmoud|Benali|Amrani|Koç|Abdullah|Polat|Jama|Alaoui|Warsame|Rahimi|Saleh|Özdemir|Haile|Kurt'
).split('|')

/** Weight of each first initial; others do not occur. */
export const INITIALS: readonly (readonly [string, number])[] = [
  ...([
    ['J', 17],
    ['M', 13],
    ['A', 11],
    ['C', 7.5],
    ['H', 7],
    ['W', 5],
    ['G', 4.5],
    ['P', 4.5],
  ] as const),
  ...([
    ['E', 4.5],
    ['R', 4.3],
    ['L', 3.8],
    ['S', 3.8],
    ['T', 3],
    ['B', 2.8],
    ['D', 2.6],
    ['N', 2.2],
  ] as const),
  ...([
    ['F', 2.2],
    ['K', 1.4],
    ['I', 1.3],
    ['V', 0.8],
    ['Y', 0.5],
    ['O', 0.4],
    ['Z', 0.2],
    ['Q', 0.1],
  ] as const),
]

/** First initials of the concentrated group. */
export const CONCENTRATED_INITIALS: readonly (readonly [string, number])[] = [
  ...([
    ['M', 24],
    ['A', 18],
    ['F', 9],
    ['H', 9],
    ['S', 10],
    ['N', 6],
    ['Y', 5],
    ['K', 4],
  ] as const),
  ...([
    ['E', 3],
    ['Z', 3],
    ['R', 3],
    ['O', 2],
    ['I', 2],
    ['T', 2],
  ] as const),
]

const ONSETS =
  'b|br|d|dr|f|fl|g|gr|h|j|k|kl|kr|l|m|n|p|pl|r|s|sch|sl|sn|sp|st|t|tr|v|vl|w|z|zw'.split('|')
const NUCLEI = 'a|aa|e|ee|i|ie|o|oo|oe|u|uu|ij|ei|ui|ou|eu'.split('|')
const CODAS = 'k|l|lk|m|n|nd|ng|nk|p|r|rk|rs|rt|s|st|t|lt|f|ft|g|ls|md|nt|p'.split('|')
const ENDINGS = (
  '|||ma|stra|sma|inga|man|mans|sen|s|ink|huis|veld|berg|beek|dijk|kamp|horst|hof|hoven|link|laar|donk|ers|aerts|' +
  'en|er|wijk|broek|boom|meijer|stein|ema|ing|gaard'
).split('|')

/** A made-up surname of the long tail; every number below some 400,000 gives another one. */
export function tailSurname(number: number): string {
  let rest = Math.imul(number + 1, 0x9e3779b1) >>> 0
  const take = (list: readonly string[]): string => {
    const item = list[rest % list.length]!
    rest = Math.floor(rest / list.length)
    return item
  }
  const base = `${take(ONSETS)}${take(NUCLEI)}${take(CODAS)}${take(ENDINGS)}`
  const prefix = ['', '', '', 'van ', 'van der ', '', 'de ', ''][rest % 8]!
  return prefix + base[0]!.toUpperCase() + base.slice(1)
}
