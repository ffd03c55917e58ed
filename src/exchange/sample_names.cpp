#include "exchange/sample_names.hpp"

namespace muster::exchange {
namespace {

constexpr Written kEnglishFirst[] = {
    {"James", "james"},     {"Mary", "mary"},           {"Robert", "robert"},   {"Patricia", "patricia"},
    {"John", "john"},       {"Jennifer", "jennifer"},   {"Michael", "michael"}, {"Linda", "linda"},
    {"David", "david"},     {"Elizabeth", "elizabeth"}, {"William", "william"}, {"Susan", "susan"},
    {"Karen", "karen"},     {"Thomas", "thomas"},       {"Nancy", "nancy"},     {"Daniel", "daniel"},
    {"Emily", "emily"},     {"Mark", "mark"},           {"Sandra", "sandra"},   {"Steven", "steven"},
    {"Mary-Jo", "mary-jo"}, {"D'Andre", "dandre"},      {"Ashley", "ashley"},   {"Paul", "paul"},
};
constexpr Written kEnglishLast[] = {
    {"Smith", "smith"},
    {"Johnson", "johnson"},
    {"Williams", "williams"},
    {"Brown", "brown"},
    {"Jones", "jones"},
    {"Miller", "miller"},
    {"Davis", "davis"},
    {"Wilson", "wilson"},
    {"Anderson", "anderson"},
    {"Taylor", "taylor"},
    {"Moore", "moore"},
    {"Jackson", "jackson"},
    {"Martin", "martin"},
    {"Thompson", "thompson"},
    {"White", "white"},
    {"Clark", "clark"},
    {"Lewis", "lewis"},
    {"Robinson", "robinson"},
    {"Walker", "walker"},
    {"Young", "young"},
    {"O'Brien", "obrien"},
    {"O’Connor", "oconnor"},
    {"McDonald", "mcdonald"},
    {"D'Angelo", "dangelo"},
    {"Smith-Jones", "smith-jones"},
    {"St. John", "stjohn"},
    {"Van Dyke", "vandyke"},
    {"Fitz Gerald", "fitzgerald"},
};
constexpr Written kSpanishFirst[] = {{"José", "jose"},     {"María", "maria"}, {"Ángel", "angel"},
                                     {"Begoña", "begona"}, {"Íñigo", "inigo"}, {"Lucía", "lucia"},
                                     {"Óscar", "oscar"},   {"Sofía", "sofia"}, {"Raúl", "raul"}};
constexpr Written kSpanishLast[] = {{"García", "garcia"},       {"Núñez", "nunez"},
                                    {"Rodríguez", "rodriguez"}, {"Ibáñez de la Fuente", "ibanez"},
                                    {"Peña", "pena"},           {"López-Ruiz", "lopez-ruiz"},
                                    {"Muñoz", "munoz"},         {"Hernández", "hernandez"}};
constexpr Written kFrenchFirst[] = {{"Zoé", "zoe"},           {"François", "francois"}, {"Hélène", "helene"},
                                    {"Jean-Luc", "jean-luc"}, {"Chloë", "chloe"},       {"Gaël", "gael"}};
constexpr Written kFrenchLast[] = {{"Lefèvre", "lefevre"}, {"D’Aubigné", "daubigne"}, {"Bœuf", "boeuf"},
                                   {"Garçon", "garcon"},   {"L'Hôpital", "lhopital"}, {"Châtelain", "chatelain"}};
constexpr Written kGermanFirst[] = {{"Jürgen", "juergen"}, {"Käthe", "kaethe"}, {"Björn", "bjoern"},
                                    {"Åsa", "asa"},        {"Søren", "soeren"}, {"Þóra", "thora"}};
constexpr Written kGermanLast[] = {{"Müller", "mueller"},           {"Strauß", "strauss"},
                                   {"Østergård", "oestergaard"},    {"Björnsson", "bjornsson"},
                                   {"von der Höhe", "vonderhoehe"}, {"Ångström", "angstrom"}};
constexpr Written kSlavicFirst[] = {{"Łukasz", "lukasz"}, {"Żaneta", "zaneta"}, {"Jiří", "jiri"},
                                    {"Đorđe", "djordje"}, {"Šárka", "sarka"},   {"Ilona", "ilona"}};
constexpr Written kSlavicLast[] = {{"Wójcik", "wojcik"},       {"Dvořák", "dvorak"}, {"Kovačević", "kovacevic"},
                                   {"Jabłoński", "jablonski"}, {"Őrsi", "orsi"},     {"Brâncuși", "brancusi"}};
constexpr Written kTurkishFirst[] = {{"İpek", "ipek"}, {"Çağla", "cagla"}, {"Işıl", "isil"}, {"Nguyệt", "nguyet"}};
constexpr Written kTurkishLast[] = {
    {"Yıldız", "yildiz"}, {"Şahin", "sahin"}, {"Nguyễn", "nguyen"}, {"Öztürk", "ozturk"}};
constexpr Written kGreekFirst[] = {
    {"Ελένη", "eleni"}, {"Γιώργος", "giorgos"}, {"Σοφία", "sofia"}, {"Νίκος", "nikos"}};
constexpr Written kGreekLast[] = {
    {"Παπαδόπουλος", "papadopoulos"}, {"Ιωάννου", "ioannou"}, {"Βασιλείου", "vasileiou"}};
constexpr Written kCyrillicFirst[] = {
    {"Олена", "olena"}, {"Алексей", "aleksei"}, {"Наталья", "natalya"}, {"Ђорђе", "djordje"}};
constexpr Written kCyrillicLast[] = {
    {"Шевченко", "shevchenko"}, {"Йорданова", "yordanova"}, {"Соловьёв", "solovyov"}};
constexpr Written kArabicFirst[] = {
    {"محمد", "mohammed"}, {"فاطمة", "fatima"}, {"يوسف", "yousef"}, {"ليلى", "layla"}};
constexpr Written kArabicLast[] = {{"الحسيني", "alhusseini"}, {"خوري", "khoury"}, {"حدّاد", "haddad"}};
constexpr Written kHebrewFirst[] = {{"רחל", "rachel"}, {"יעקב", "yaakov"}, {"נועה", "noa"}};
constexpr Written kHebrewLast[] = {{"כהן", "cohen"}, {"בן־דוד", "bendavid"}, {"לוי", "levi"}};
constexpr Written kChineseFirst[] = {{"伟", "wei"}, {"秀英", "xiuying"}, {"志強", "zhiqiang"}, {"丽", "li"}};
constexpr Written kChineseLast[] = {{"王", "wang"}, {"李", "li"}, {"歐陽", "ouyang"}, {"张", "zhang"}};
constexpr Written kJapaneseFirst[] = {{"さくら", "sakura"}, {"健太郎", "kentaro"}, {"ユミコ", "yumiko"}};
constexpr Written kJapaneseLast[] = {
    {"佐藤", "sato"}, {"鈴木", "suzuki"}, {"髙橋", "takahashi"}, {"𠮷田", "yoshida"}};

constexpr NamePool kPools[] = {
    {72, kEnglishFirst, kEnglishLast},      {7, kSpanishFirst, kSpanishLast},
    {3, kFrenchFirst, kFrenchLast},         {4, kGermanFirst, kGermanLast},
    {3, kSlavicFirst, kSlavicLast},         {2, kTurkishFirst, kTurkishLast},
    {1, kGreekFirst, kGreekLast},           {2, kCyrillicFirst, kCyrillicLast},
    {2, kArabicFirst, kArabicLast},         {1, kHebrewFirst, kHebrewLast},
    {2, kChineseFirst, kChineseLast, true}, {1, kJapaneseFirst, kJapaneseLast, true},
};

constexpr City kHome[] = {
    {"Lakeshore", "SD", "57042", ""},     {"Cedar Bluff", "IA", "52401", ""},
    {"Prairie View", "MN", "56001", ""},  {"St. Adalbert", "WI", "54901", ""},
    {"Coeur d'Ouest", "ID", "83814", ""}, {"New Halden", "NY", "12001", ""},
    {"Port Marlow", "ME", "04101", ""},   {"La Cañada Vista", "CA", "91011", ""},
    {"Mill Creek", "WA", "98012", ""},    {"Winterset Falls", "VT", "05401-0001", ""},
};
constexpr City kForeign[] = {
    {"Köln", "", "50667", "Germany"},
    {"Toronto", "ON", "M5V 2T6", "Canada"},
    {"London", "", "SW1A 1AA", "United Kingdom"},
    {"São Paulo", "SP", "01310-100", "Brazil"},
    {"東京都", "", "100-0001", "Japan"},
    {"Αθήνα", "", "105 57", "Greece"},
};
constexpr std::string_view kStreets[] = {"Main Street",  "Oak Avenue",     "2nd Street NW", "Harbor Road",
                                         "Elm Court",    "County Road 12", "Market Plaza",  "Depot Lane",
                                         "Sunset Drive", "O'Hara Way"};
constexpr std::string_view kPlaces[] = {
    "Harbor",   "Prairie",    "Lakeshore",  "Summit",  "Cedar",     "Main Street", "Riverbend",
    "Old Mill", "Northern",   "Blue Heron", "Golden",  "Pioneer",   "Valley",      "Cornerstone",
    "First",    "Maple Leaf", "Granite",    "Sunrise", "Twin Oaks", "Union",
};
constexpr std::string_view kTrades[] = {
    "Bakery",
    "Bank",
    "Insurance Agency",
    "Dental Care",
    "Hardware",
    "Printing",
    "Realty",
    "Auto Repair",
    "Coffee Company",
    "Law Office",
    "Accounting",
    "Florist",
    "Brewing Company",
    "Construction",
    "Hotel",
    "Museum",
    "Veterinary Clinic",
    "Physical Therapy",
    "Software",
    "Bookshop",
    "Landscaping",
    "Credit Union",
    "Photography",
    "Travel",
    "Plumbing",
};
constexpr std::string_view kLongCompanies[] = {
    "Greater Lakeshore Regional Association of Independent Restaurants and Hospitality Professionals",
    "Tri-County Cooperative for Agricultural Supply, Grain Storage and Rural Development",
    "Foundation for the Preservation of Historic Railway Stations of the Upper Midwest",
};
constexpr std::string_view kOddCompanies[] = {
    "Müller & Söhne Bäckerei", "Café \"Chez Zoé\"", "Smith, Jones, and Daughters",
    "Joe's Diner & Grill",     "🍕 Pizza Pronto",   "Łódź Imports, Inc.",
    "茶館 Tea House",          "1-2-3 Moving",
};
constexpr std::string_view kTypes[] = {"Retail",     "Restaurant",    "Professional Services",
                                       "Nonprofit",  "Manufacturing", "Government",
                                       "Healthcare", "Education",     "Individual"};
constexpr std::string_view kMemberAttributes[] = {"Chamber Champion", "Family owned",  "Founding Member",
                                                  "Green business",   "Veteran owned", "Woman owned"};
constexpr std::string_view kRepAttributes[] = {
    "Key contact", "Prefers phone", "Speaks Français", "Speaks Spanish", "Speaker bureau", "Volunteer", "VIP"};
constexpr std::string_view kGroups[] = {
    "Ambassadors",        "Board of Directors",  "Executive Committee",   "Events Committee",
    "Golf Outing",        "Government Affairs",  "Young Professionals",   "Women's Network",
    "Leads Group A",      "Leads Group B",       "Leadership Class",      "Small Business Forum",
    "Tourism Council",    "Agriculture Board",   "Education Partners",    "Comité Hispano",
    "Past Chairs",        "Ribbon Cutting Crew", "Holiday Parade",        "Newsletter",
    "Health & Wellness",  "Downtown Merchants",  "Technology Roundtable", "Nonprofit Leaders",
    "Member Orientation",
};
constexpr std::string_view kJobs[] = {"Owner",          "Manager",        "President",      "Director of Sales",
                                      "Office Manager", "Vice President", "Accountant",     "Marketing Coordinator",
                                      "Loan Officer",   "Attorney",       "Branch Manager", "Chef",
                                      "Head of R&D",    "Partner",        "Treasurer"};
constexpr std::string_view kLongJobs[] = {
    "Senior Vice President for Community Development, Public Affairs and Member Relations",
    "Interim Co-Director of the Department of Economic Development and Tourism Promotion",
};

} // namespace

std::span<const NamePool> name_pools() { return kPools; }
std::span<const City> home_cities() { return kHome; }
std::span<const City> foreign_cities() { return kForeign; }
std::span<const std::string_view> streets() { return kStreets; }
std::span<const std::string_view> company_places() { return kPlaces; }
std::span<const std::string_view> company_trades() { return kTrades; }
std::span<const std::string_view> long_companies() { return kLongCompanies; }
std::span<const std::string_view> odd_companies() { return kOddCompanies; }
std::span<const std::string_view> member_types() { return kTypes; }
std::span<const std::string_view> member_attributes() { return kMemberAttributes; }
std::span<const std::string_view> rep_attributes() { return kRepAttributes; }
std::span<const std::string_view> group_names() { return kGroups; }
std::span<const std::string_view> job_titles() { return kJobs; }
std::span<const std::string_view> long_job_titles() { return kLongJobs; }

} // namespace muster::exchange
