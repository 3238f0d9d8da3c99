package emulator

import (
	"encoding/json"
	"fmt"
	"strings"
)

// maxOrgs is how many organizations a derived user is in at most.
const maxOrgs = 3

// namedOrgs are the organizations that every instance has; the first is the cast's.
//
//nolint:gochecknoglobals // a constant table
var namedOrgs = [...]struct{ name, slug string }{
	{"Acme Corporation", "acme"},
	{"Globex", "globex"},
	{"Initech", "initech"},
	{"Müller & Söhne GmbH", "mueller-soehne"},
	{"株式会社さくら", "sakura"},
	{"Umbrella Health", "umbrella"},
	{"Ведомости Логистика", "vedomosti"},
	{"Northwind Traders", "northwind"},
	{"北辰科技", "beichen"},
	{"شركة النور", "alnoor"},
	{"Contoso Research & Development of Advanced Industrial Adhesives", "contoso"},
	{"Ω", "omega"},
}

//nolint:gochecknoglobals // a constant table
var (
	orgAdjectives = [...]string{
		"Blue", "Quiet", "Northern", "Rapid", "Silver", "Bright", "Hidden", "Golden", "Urban", "Coastal", "Prime", "Gentle",
		"Lunar", "Honest", "Amber", "Verdant",
	}
	orgNouns = [...]string{
		"Harbor", "Falcon", "Orchard", "Foundry", "Lantern", "Meadow", "Compass", "Summit", "Canvas", "Anchor", "Beacon",
		"Willow", "Forge", "Atlas", "Prairie", "Signal",
	}
)

// sampleOrganizations are the organizations of an instance with so many users.
func sampleOrganizations(seed uint64, start int64, users int) []organization {
	orgs := make([]organization, min(max(len(namedOrgs), users/120), 4000))
	for i := range orgs {
		h := mix(seed, 0xace+uint64(i))
		created := start - sampleSpan - 30*day - int64(h%uint64(200*day))
		name, slug := orgName(i)
		o := organization{
			Name: name, Slug: slug, Domain: slug + ".example", SSO: i < len(namedOrgs) && i%4 == 1 || i > len(namedOrgs) && h>>40%12 == 0,
			HasImage: h>>8%3 == 0, MaxAllowedMemberships: []int{0, 250, 500, 1000}[h>>12%4], AdminDeleteEnabled: h>>16%5 != 0,
			CreatedAt: created, UpdatedAt: start - int64(h>>20%uint64(300*day)),
			PublicMetadata:  json.RawMessage(fmt.Sprintf(`{"plan":%q}`, plans[h>>24%uint64(len(plans))])),
			PrivateMetadata: json.RawMessage(fmt.Sprintf(`{"account_manager":"am-%d","seats":%d}`, h>>30%9, 5+h>>36%200)),
		}
		if i < len(orgs)/4 {
			o.MaxAllowedMemberships = 0 // the large ones: a limit would be below what they have
		}
		o.ID = makeID("org_", seed, nobody, kindOrganization, i, created)
		orgs[i] = o
	}
	return orgs
}

func orgName(i int) (name, slug string) {
	if i < len(namedOrgs) {
		return namedOrgs[i].name, namedOrgs[i].slug
	}
	i -= len(namedOrgs)
	a := orgAdjectives[i%len(orgAdjectives)]
	n := orgNouns[(i/len(orgAdjectives)+i)%len(orgNouns)]
	name, slug = a+" "+n, strings.ToLower(a)+"-"+strings.ToLower(n)
	if round := i / (len(orgAdjectives) * len(orgNouns)); round > 0 {
		name, slug = fmt.Sprintf("%s %d", name, round+1), fmt.Sprintf("%s-%d", slug, round+1)
	}
	return name, slug
}

// orgsOf fills in the organizations of the derived user with a hash, as indexes into orgs. A few
// organizations are large, most are small.
func (m *sample) orgsOf(hash uint64, into *[maxOrgs]int) int {
	n := 0
	switch r := roll(hash, traitOrgCount, 100); {
	case r < 52:
		return 0
	case r < 88:
		n = 1
	case r < 97:
		n = 2
	default:
		n = maxOrgs
	}
	for i := range n {
		h := mix(hash, traitOrg+uint64(i)<<8) >> 32
		at := int(h * h >> 32 * uint64(len(m.orgs)) >> 32)
		for j := 0; j < i; j++ {
			if into[j] == at {
				at = (at + 1) % len(m.orgs)
				j = -1
			}
		}
		into[i] = at
	}
	return n
}

// role is one role of the instance.
type role struct {
	key, name, description string
	permissions            []string
}

// roles are the roles that memberships have; the first is the creator's.
//
//nolint:gochecknoglobals // a constant table
var roles = []role{
	{"org:admin", "Admin", "Role with elevated permissions", []string{
		"org:sys_profile:manage", "org:sys_profile:delete", "org:sys_memberships:read", "org:sys_memberships:manage",
		"org:sys_domains:read", "org:sys_domains:manage", "org:sys_billing:read", "org:sys_billing:manage",
	}},
	{"org:member", "Member", "Role with non-privileged permissions", []string{
		"org:sys_memberships:read", "org:sys_billing:read",
	}},
	{"org:billing_manager", "Billing manager", "Pays the invoices", []string{
		"org:sys_billing:read", "org:sys_billing:manage", "org:invoices:export",
	}},
	{"org:support", "Support", "Answers tickets", []string{"org:sys_memberships:read", "org:tickets:answer"}},
}

// roleOf finds a role by its key.
func roleOf(key string) (role, bool) {
	for _, r := range roles {
		if r.key == key {
			return r, true
		}
	}
	return role{}, false
}

// memberRole is the derived role of a user in his n-th organization.
func memberRole(hash uint64, n int) string {
	switch r := roll(hash, traitRole+uint64(n)<<8, 100); {
	case r < 12:
		return roles[0].key
	case r < 84:
		return roles[1].key
	case r < 93:
		return roles[2].key
	}
	return roles[3].key
}
