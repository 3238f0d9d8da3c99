package safetext_test

import (
	"testing"

	"github.com/stretchr/testify/assert"

	"usher/internal/safetext"
)

// names are people's names and what they like to add to them; none of it may
// be touched. Joiners and selectors are written out, since no eye sees them.
var names = []string{
	"", " ", "Alice Johnson", "O'Brien-Smith", "José Núñez", "Zoë Müller", "Nguyễn Thị Ánh Tuyết", "Łukasz Żółć",
	"Nguye\u0302\u0303n", // decomposed
	"Сергей Иванов", "Γιώργος Παπαδόπουλος", "Հայկ Պետրոսյան", "გიორგი მაისურაძე", "አበበ ቢቂላ", "ᏣᎳᎩ",
	"李小龍", "山田　太郎", "葛\U000e0100城 ユキ", "辻\ufe00", "김철수", "\u1100\u1161\u11a8", "㐂", "𠮷野家", "ｶﾞｲﾄﾞ",
	"محمد علي", "می\u200cخواهم", "مُحَمَّد", "שרה לוי", "שָׂרָה", "ܐܒܓܕ", "ޢަލީ", "𞤀𞤣𞤤𞤢𞤥", "ߒߞߏ",
	"नरेन्द्र मोदी", "क्\u200dष", "क्\u200cष", "श्री", "বাংলা", "ক্\u200dষ", "ਗੁਰਪ੍ਰੀਤ", "ગુજરાતી", "ଓଡ଼ିଆ", "தமிழ் செல்வன்", "తెలుగు", "ಕನ್ನಡ",
	"ഫ്രാൻസിസ്", "ന്\u200d", "ශ්\u200dරී ලංකා", "กำพล ใจดี", "ພາສາລາວ", "မြန်မာ", "ខ្មែរ", "བོད་སྐད", "ᠮᠣᠩᠭᠣᠯ", "ᠠ\u180b",
	"Jean\u00a0Paul", "10\u202f000", "naïve café", "½ × ¾ ± °C ©®™", "€ £ ¥ ₹", "→ ★ ♥ ✓ ▸ ░", "ǅ ß ẞ ﬁ",
	"😀", "❤\ufe0f", "☺\ufe0e", "☀\ufe0f sunny", "✌🏽", "👍🏽", "1\ufe0f\u20e3", "#\ufe0f\u20e3", "🇩🇪 🇯🇵", "🏴\U000e0067\U000e0062\U000e0065\U000e006e\U000e0067\U000e007f",
	"👨\u200d👩\u200d👧\u200d👦", "👩🏾\u200d💻", "🧑🏿\u200d🤝\u200d🧑🏻", "❤\ufe0f\u200d🔥", "🏳\ufe0f\u200d🌈", "💂🏽\u200d♂\ufe0f", "👩\u200d❤\ufe0f\u200d💋\u200d👨", "🐻\u200d❄\ufe0f",
	"🫨 🩷 🫎", "🧌", "\U0001fadc",
}

func TestOrdinaryNamesAreUnchanged(t *testing.T) {
	for _, n := range names {
		assert.Equal(t, n, safetext.String(n), "%+q", n)
		requireInert(t, safetext.String(n))
	}
}

func TestNamesBesideHostileTextStay(t *testing.T) {
	for _, n := range names {
		if n == "" {
			continue
		}
		assert.Equal(t, n+"␛[m", safetext.String(n+"\x1b[m"), "%+q", n)
		assert.Equal(t, "␛ "+n, safetext.String("\x1b "+n), "%+q", n)
	}
}
