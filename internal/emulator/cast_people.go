package emulator

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
)

// ordinaryCast are the latest sign-ups: the first screen. The first is who invites into
// organizations.
func ordinaryCast() []part { return slices.Concat(latestCast(), earlierCast()) }

func latestCast() []part {
	return []part{
		{1 * minute, "Mia", "Hoffmann", "mia.hoffmann@acme.example", "de-DE", func(c *castMember) {
			c.joined(0, "org:admin")
			c.totp(10)
			c.social("oauth_google")
			c.u.PublicMetadata = json.RawMessage(`{"plan":"pro","seats":12}`)
		}},
		{2 * minute, "さくら", "佐藤", "sakura.sato@sakura.example", "ja-JP", func(c *castMember) {
			c.joined(4, "org:admin")
			c.passkey("iPhone")
		}},
		{3 * minute, "Oliver", "Fairfax", "oliver@northwind.example", "en-GB", func(c *castMember) {
			c.joined(7, "org:member")
			c.social("oauth_microsoft")
		}},
		{5 * minute, "Bob", "Stone", "bob@spam.example", "en-US", func(c *castMember) {
			c.u.Banned = true
			c.seen(-1, 0)
			c.u.PrivateMetadata = json.RawMessage(`{"notes":[{"by":"trust","text":"First of the wave from spam.example."}]}`)
		}},
		{6 * minute, "Lucía", "Fernández", "lucia.fernandez@correo.example", "es-ES", func(c *castMember) {
			c.sms("+34612345678")
			c.u.PublicMetadata = json.RawMessage(`{"plan":"pro"}`)
		}},
		{8 * minute, "Дмитрий", "Соколов", "d.sokolov@vedomosti.example", "ru-RU", func(c *castMember) { c.joined(6, "org:admin") }},
		{9 * minute, "Amina", "Odhiambo", "amina@example.com", "sw-KE", func(c *castMember) {
			c.phone("+254712345678")
			c.totp(8)
		}},
		{11 * minute, "Clara", "Jensen", "clara.jensen@example.net", "da-DK", func(c *castMember) { c.joined(8, "org:member") }},
		{12 * minute, "Emma", "Lindqvist", "emma.lindqvist@example.net", "sv-SE", func(c *castMember) {
			c.u.HasImage, c.u.ImageURL = true, imageBase+"photo/emma"
			c.social("oauth_apple")
		}},
	}
}

func earlierCast() []part {
	return []part{
		{13 * minute, "ليلى", "الشريف", "layla@alnoor.example", "ar-EG", func(c *castMember) { c.joined(9, "org:admin") }},
		{14 * minute, "Étienne", "Moreau", "etienne.moreau@post.example", "fr-FR", func(c *castMember) { c.u.Username = ref("etienne") }},
		{16 * minute, "Thomas", "Nowak", "thomas.nowak@initech.example", "pl-PL", func(c *castMember) {
			c.joined(2, "org:billing_manager")
			c.invited(0, "pending")
		}},
		{17 * minute, "נועה", "פרידמן", "noa@example.com", "he-IL", func(c *castMember) { c.totp(10) }},
		{19 * minute, "Priya", "Sharma", "priya.sharma@umbrella.example", "hi-IN", func(c *castMember) {
			c.joined(5, "org:member")
			c.sso(5, true)
			c.noPassword()
		}},
		{20 * minute, "ศิริพร", "แสงทอง", "siriporn@web.example.org", "th-TH", nil},
		{22 * minute, "Alice", "Johnson", "alice@acme.example", "en-US", func(c *castMember) {
			c.phone("+14155550123")
			c.totp(0)
			c.lock(42)
			c.seen(21*minute, 19*minute)
			c.joined(0, "org:admin")
			c.joined(1, "org:member")
			c.joined(7, "org:support")
			for _, status := range []string{"pending", "pending", "expired", "accepted", "revoked"} {
				c.invited(2+len(c.p.invitations), status)
			}
			c.social("oauth_google")
			c.sessions("active", "ended")
			c.u.ExternalID = ref("crm-42")
			c.u.PublicMetadata = json.RawMessage(`{"plan":"team","seats":25,"flags":{"beta":true,"legacy_billing":false}}`)
			c.u.PrivateMetadata = json.RawMessage(`{"stripe_customer":"cus_9x2k","ledger":9007199254740993,"notes":["Asked for an invoice in March."]}`)
		}},
		{24 * minute, "李小龍", "", "lee@acme.example", "zh-TW", func(c *castMember) {
			c.totp(10)
			c.seen(23*minute, 5*minute)
			c.joined(0, "org:member")
			c.sessions("active", "active", "replaced")
		}},
		{25 * minute, "João", "Guimarães", "joao.guimaraes@example.com", "pt-BR", func(c *castMember) { c.phone("+5511987654321") }},
		{26 * minute, "Zofia", "Brzęczyszczykiewicz", "zofia@globex.example", "pl-PL", func(c *castMember) {
			c.joined(1, "org:admin")
			c.sso(1, true)
		}},
		{27 * minute, "Ελένη", "Παπαδόπουλος", "eleni@inbox.example", "el-GR", nil},
		{107*minute + 20*second, "지우", "김", "jiwoo.kim@beichen.example", "ko-KR", func(c *castMember) { c.joined(8, "org:member") }},
		{107*minute + 40*second, "Luna 🌙", "Moreau", "luna.moreau@post.example", "fr-FR", func(c *castMember) { c.u.Username = ref("luna") }},
	}
}

// troubledCast are the people of whom each shows one reason why a sign-in fails, or one rare
// thing that a record can hold.
func troubledCast() []part {
	return slices.Concat(refusedCast(), hinderedCast(), rareCast(), similarCast())
}

func refusedCast() []part {
	return []part{
		{1680 * second, "Carlos", "Romero", "carlos.romero@example.com", "es-MX", func(c *castMember) { c.lock(0) }},
		{1705 * second, "Dana", "Whitaker", "dana.whitaker@example.com", "en-GB", func(c *castMember) { c.u.AttemptsRemaining = ref(3) }},
		{1730 * second, "Erin", "Kirkby", "erin.kirkby@gmial.example", "en-US", func(c *castMember) {
			c.u.Emails[0].Verification = otpVerification("email_code", statusUnverified, 0, c.u.CreatedAt+10*minute)
			c.seen(-1, 0)
		}},
		{1755 * second, "Farid", "Haddad", "farid@example.com", "fr-FR", func(c *castMember) { c.noPassword() }},
		{1780 * second, "Greta", "Bauer", "greta.bauer@example.com", "de-DE", func(c *castMember) {
			c.noPassword()
			a := c.social("oauth_github")
			a.Verification.Status = statusUnverified
			a.Verification.ExternalVerificationRedirectURL = ref("https://accounts.acme.example/v1/oauth_callback")
			a.EmailAddressVerified = nil
			c.u.Emails[0].Verification = otpVerification("email_code", statusExpired, 3, c.u.CreatedAt+10*minute)
			c.seen(-1, 0)
		}},
		{1805 * second, "Hiro", "Tanaka", "hiro@globex.example", "ja-JP", func(c *castMember) {
			c.sso(1, false)
			c.joined(1, "org:member")
		}},
		{1830 * second, "Ivy", "Thornbury", "ivy@acme.example", "en-GB", func(c *castMember) {
			c.totp(0)
			c.joined(0, "org:member")
		}},
	}
}

func hinderedCast() []part {
	return []part{
		{1855 * second, "Jakub", "Wójcik", "jakub.wojcik@example.com", "pl-PL", func(c *castMember) { c.u.ResetPending = true }},
		{1880 * second, "Kwame", "Mensah", "kwame@initech.example", "en-GH", func(c *castMember) {
			c.sessions("pending", "ended")
			c.p.sessions[0].Tasks = []string{"choose-organization"}
			c.invited(2, "pending")
		}},
		{1905 * second, "Lena", "Krüger", "lena@blocked.example", "de-DE", nil},
		{1930 * second, "Mateo", "Vázquez", "mateo.vazquez@example.com", "es-ES", func(c *castMember) { c.sessions("revoked", "revoked", "revoked") }},
		{1955 * second, "Nadia", "Iyer", "nadia@umbrella.example", "en-IN", func(c *castMember) {
			c.u.Deprovisioned = true
			c.u.SCIM = &scimData{DirectoryID: makeID("dir_", c.m.seed, nobody, kindDevice, 5, c.u.CreatedAt), DirectoryEnabled: true, ExternalID: ref("okta-00u1")}
			c.sso(5, true)
			c.noPassword()
			c.joined(5, "org:member")
			c.u.Emails[0].Verification = &verification{Object: "verification_scim", Status: statusVerified, Strategy: "scim"}
		}},
		{1980 * second, "Олена", "Шевченко", "olena@example.com", "uk-UA", func(c *castMember) {
			c.sms("+380671234567")
			c.phone("+380509876543")
		}},
		{2005 * second, "Quentin", "Dupont", "quentin@example.com", "fr-FR", func(c *castMember) {
			for _, p := range []string{"oauth_google", "oauth_github", "oauth_facebook", "oauth_microsoft"} {
				c.social(p)
			}
			a := c.social("oauth_discord")
			a.Verification = &verification{Object: "verification_oauth", Status: statusFailed, Strategy: "oauth_discord", ExpireAt: ref(c.u.CreatedAt), Error: &errorItem{
				Code: "oauth_account_already_connected", Message: "Another account is already connected", LongMessage: "Another Discord account is already connected to this user.",
			}}
			c.u.PublicMetadata = json.RawMessage(`{"plan":"enterprise"}`)
		}},
	}
}

func rareCast() []part {
	return []part{
		{76 * minute, "Sofía", "Muñoz", "sofia.munoz@example.com", "es-ES", func(c *castMember) { c.u.PrivateMetadata = largeMetadata() }},
		{77 * minute, "Rosa", "Conceição", "rosa@example.com", "pt-BR", func(c *castMember) {
			for i := range 39 {
				c.email(fmt.Sprintf("rosa+list%02d@example.com", i+1))
			}
		}},
		{78 * minute, "Vera", "Ødegård", "", "nb-NO", func(c *castMember) { c.phone("+4791234567") }},
		{79 * minute, "", "", "", "", func(c *castMember) {
			c.wallet("0x52908400098527886e0f7030069857d2e4169ee7", "web3_metamask_signature")
			c.noPassword()
		}},
		{80 * minute, "", "", "", "en-US", func(c *castMember) { c.u.Username = ref("quietuser") }},
		{81 * minute, "Sam", "Support", "sam@acme.example", "en-US", func(c *castMember) {
			c.sessions("active", "active")
			c.p.sessions[1].Actor = json.RawMessage(`{"sub":"cli:agent@acme.example","iss":"https://dashboard.clerk.example"}`)
			c.p.sessions[1].LastActiveOrgID = c.m.orgs[0].ID
			c.joined(0, "org:support")
		}},
	}
}

func similarCast() []part {
	return []part{
		{82 * minute, "Jon", "Smith", "jon.smith@acme.example", "en-US", func(c *castMember) { c.joined(0, "org:member") }},
		{83 * minute, "John", "Smith", "john.smith@acme.example", "en-US", nil},
		{84 * minute, "Jöhn", "Smith", "john.smyth@acme.example", "en-US", nil},
		{85 * minute, "Anna", "Müller", "anna.mueller@example.com", "de-DE", func(c *castMember) { c.joined(3, "org:admin") }},
		{86 * minute, "Anna", "Müller", "anna.mueller@example.net", "de-DE", nil},
		{87 * minute, "\u0410lice", "Johnson", "alice.johnson@acme-support.example", "en-US", nil}, // a Cyrillic A
		{88 * minute, "Pat", "Key", "pat.key@example.com", "en-US", func(c *castMember) {
			c.noPassword()
			c.passkey("YubiKey 5C")
			c.passkey("MacBook Pro")
		}},
		{89 * minute, "Terry", "Ticket", "terry@example.com", "en-US", func(c *castMember) {
			c.u.Emails[0].Reserved = true
			c.u.Emails[0].Verification = nil
			c.social("oauth_google").Verification = &verification{
				Object: "verification_google_one_tap", Status: statusVerified, Strategy: "google_one_tap", ExpireAt: ref(c.u.CreatedAt),
			}
		}},
	}
}

// largeMetadata is an object just below the cap of 8 KB.
func largeMetadata() json.RawMessage {
	var b strings.Builder
	b.WriteString(`{"plan":"enterprise","big":18446744073709551615,"exact":1.10,"nested":{"a":{"b":{"c":{"d":[1,[2,[3,{"deep":true}]]]}}}},"log":[`)
	for i := range 78 {
		if i > 0 {
			b.WriteByte(',')
		}
		fmt.Fprintf(&b, `{"n":%d,"at":%d,"event":"invoice.paid","id":%d,"note":"Überweisung № %d"}`, i, 1_700_000_000_000+int64(i)*86_400_000, 9_007_199_254_740_993+int64(i), i)
	}
	b.WriteString(`]}`)
	return json.RawMessage(b.String())
}
