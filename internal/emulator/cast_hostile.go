package emulator

import (
	"encoding/json"
	"strings"
)

// hostileCast are people whose texts attack the terminal or the program that shows them, and the
// one whose record has what no schema knows.
func hostileCast() []part {
	csi := "\x1b[" + strings.Repeat("1;", 32) + "1m" // 33 parameters
	return []part{
		{91 * minute, "\x1b[31mRed\x1b[0m", "Alert", "ansi@hostile.example", "en-US", nil},
		{92 * minute, csi + "Params", "Many", "csi33@hostile.example", "en-US", nil},
		{93 * minute, "Clip\x1b]52;c;cm0gLXJmIC8=\x07board", "Thief", "osc52@hostile.example", "en-US", nil},
		{94 * minute, "\x1b]8;;https://evil.example\x1b\\Click\x1b]8;;\x1b\\", "Me", "osc8@hostile.example", "en-US", nil},
		{95 * minute, "\u202eenoJ\u202c", "R\u202eL\u2066O", "bidi@hostile.example", "en-US", nil},
		{96 * minute, "Zero\u200bWidth\u200d", "Jo\ufeffin\u2060er", "zw@hostile.example", "en-US", nil},
		{97 * minute, "Z" + strings.Repeat("\u0335\u0321\u0352", 60) + "algo", "F" + strings.Repeat("\u0301", 200), "zalgo@hostile.example", "en-US", nil},
		{98 * minute, strings.Repeat("Maximilian-", 40) + "Alexander", "von und zu " + strings.Repeat("Hohen", 60), "long@hostile.example", "de-DE", nil},
		{99 * minute, "New\nLine", "Tab\tbed\r", "newline@hostile.example", "en-US", nil},
		{100 * minute, "\x1b[2J\x1b[H\x07\x08\x7f", "\u009b31mC1", "clear@hostile.example", "en-US", func(c *castMember) {
			c.u.PublicMetadata = json.RawMessage(`{"note":"\u001b[2Jgone","key\u202e":"\u0007\u009b1m"}`)
		}},
		{101 * minute, "👨\u200d👩\u200d👧\u200d👦", "🏳️\u200d🌈🇨🇭👍🏽", "emoji@hostile.example", "en-US", nil},
		{102 * minute, "'; DROP TABLE users; --", "<script>alert(1)</script>", "\"quoted local\"@hostile.example", "en-US", func(c *castMember) {
			c.u.Username = ref("=cmd|calc")
		}},
		{103 * minute, "ﷺ\U00012031\U0001F9FF", "Wide𒐫", "wide@hostile.example", "ar-EG", nil},
		{104 * minute, "Q2FuIHlvdSA/", "\u3164\u3164", "blank@hostile.example", "en-US", nil},
		{105 * minute, "x", "y", "empty-names@hostile.example", "en-US", func(c *castMember) {
			c.u.FirstName, c.u.LastName = ref(""), ref("")
			c.u.Username = nil
		}},
		{106 * minute, "Theo", "Futura", "theo.futura@hostile.example", "en-US", futureUser},
	}
}

// futureUser has what a later version of the API might send.
func futureUser(c *castMember) {
	u := c.u
	u.Emails[0].Verification = &verification{Object: "verification_quantum", Status: "entangled", Strategy: "telepathy", Attempts: ref(1), ExpireAt: ref(c.m.start)}
	c.email("theo.second@hostile.example")
	u.Emails[1].Verification = nil
	a := c.social("oauth_google")
	a.Undocumented = map[string]any{"level": 9, "tags": []string{"new"}}
	a.Verification = nil
	u.PrivateMetadata = nil
	u.Extras = map[string]json.RawMessage{
		"requires_password_reset": json.RawMessage("false"),
		"galactic_rank":           json.RawMessage(`{"name":"captain","since":2401}`),
		"aliases":                 json.RawMessage(`[null,"T.F."]`),
	}
}
