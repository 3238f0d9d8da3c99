package emulator

import (
	"bytes"
	"cmp"
	"slices"
	"sort"
	"strings"
	"sync"
)

// permutation is the derived users in the ascending order of one field: those with a value first.
type permutation struct {
	slots  []uint32
	valued int // how many have a value
}

// permutations holds the sorted orders of the derived users, each made when it is first asked for.
type permutations struct {
	mu   sync.Mutex
	made map[string]*permutation
}

func (m *sample) permutation(field string) *permutation {
	m.sorted.mu.Lock()
	defer m.sorted.mu.Unlock()
	if p, ok := m.sorted.made[field]; ok {
		return p
	}
	p := m.sort(field)
	if m.sorted.made == nil {
		m.sorted.made = map[string]*permutation{}
	}
	m.sorted.made[field] = p
	return p
}

// sortKey is the start of a user's value, compared before the whole of it.
type sortKey struct {
	head uint64
	slot uint32
}

// sort sorts the derived users by a field: each processor a part, then the parts are merged.
func (m *sample) sort(field string) *permutation {
	segments := m.columns()
	keys := make([]sortKey, 0, m.users)
	none := make([]uint32, 0, m.users/8)
	for at := m.users - 1; at >= 0; at-- { // oldest first
		g := segments[at/segmentSize]
		if head, ok := g.head(field, at%segmentSize); ok {
			keys = append(keys, sortKey{head, uint32(at)})
		} else {
			none = append(none, uint32(at))
		}
	}
	compare := func(a, b sortKey) int {
		if c := cmp.Compare(a.head, b.head); c != 0 {
			return c
		}
		if c := bytes.Compare(m.sortText(field, slot(a.slot)), m.sortText(field, slot(b.slot))); c != 0 {
			return c
		}
		return cmp.Compare(b.slot, a.slot) // the greater slot is the older user
	}
	parts := make([][]sortKey, 0, len(keys)/segmentSize+1)
	for chunk := range slices.Chunk(keys, segmentSize) {
		parts = append(parts, chunk)
	}
	eachParallel(len(parts), func(i int) { slices.SortFunc(parts[i], compare) })
	for len(parts) > 1 {
		merged := make([][]sortKey, (len(parts)+1)/2)
		eachParallel(len(merged), func(i int) {
			if 2*i+1 == len(parts) {
				merged[i] = parts[2*i]
				return
			}
			merged[i] = mergeKeys(parts[2*i], parts[2*i+1], compare)
		})
		parts = merged
	}
	p := &permutation{slots: make([]uint32, 0, m.users), valued: len(keys)}
	for _, sorted := range parts {
		for _, k := range sorted {
			p.slots = append(p.slots, k.slot)
		}
	}
	p.slots = append(p.slots, none...)
	return p
}

func mergeKeys(a, b []sortKey, compare func(a, b sortKey) int) []sortKey {
	out := make([]sortKey, 0, len(a)+len(b))
	for len(a) > 0 && len(b) > 0 {
		if compare(a[0], b[0]) <= 0 {
			out, a = append(out, a[0]), a[1:]
		} else {
			out, b = append(out, b[0]), b[1:]
		}
	}
	return append(append(out, a...), b...)
}

// head is the start of a user's sorted value, or all of a time; false for none.
func (g *segment) head(field string, i int) (uint64, bool) {
	switch field {
	case "updated_at":
		return uint64(g.updated[i]), true
	case "last_active_at":
		return uint64(g.active[i]), g.active[i] != 0
	case "last_sign_in_at":
		return uint64(g.signIn[i]), g.signIn[i] != 0
	}
	text := g.text(field, i)
	var head uint64
	for k := range 8 {
		head <<= 8
		if k < len(text) {
			head |= uint64(text[k])
		}
	}
	return head, len(text) > 0
}

// text is a user's value of a field that is a text, in lower case; nil for other fields.
func (g *segment) text(field string, i int) []byte {
	switch field {
	case "email_address":
		return g.email.first(i)
	case "phone_number":
		return g.phone.first(i)
	case "username":
		return g.username.first(i)
	case "web3wallet":
		return g.wallet.first(i)
	case "first_name":
		first, _ := g.names(i)
		return first
	case "last_name":
		_, last := g.names(i)
		return last
	}
	return nil
}

func (m *sample) sortText(field string, at slot) []byte {
	return m.segments[at/segmentSize].text(field, int(at%segmentSize))
}

// recordKey is where a record stands in an order.
type recordKey struct {
	none    bool // has no value
	ms      int64
	text    string
	created int64
	id      func() string // asked for among equals only
	u       *userRecord   // nil for a derived user
}

func keyOf(u *userRecord, field string) recordKey {
	k := recordKey{u: u, created: u.CreatedAt, id: func() string { return u.ID }}
	switch field {
	case "created_at":
		k.ms = u.CreatedAt
		return k
	case "updated_at":
		k.ms = u.UpdatedAt
		return k
	case "last_active_at":
		k.ms = orZero(u.LastActiveAt)
		k.none = k.ms == 0
		return k
	case "last_sign_in_at":
		k.ms = orZero(u.LastSignInAt)
		k.none = k.ms == 0
		return k
	case "email_address":
		k.text = u.primaryEmail()
	case "phone_number":
		k.text = u.primaryPhone()
	case "web3wallet":
		k.text = u.primaryWallet()
	case "username":
		k.text = orEmpty(u.Username)
	case "first_name":
		k.text = orEmpty(u.FirstName)
	case "last_name":
		k.text = orEmpty(u.LastName)
	}
	k.text = strings.ToLower(k.text)
	k.none = k.text == ""
	return k
}

func orEmpty(s *string) string {
	if s == nil {
		return ""
	}
	return *s
}

// compareKeys orders two records; equal values follow the creation, then the id.
func compareKeys(a, b recordKey, desc bool) int {
	if a.none != b.none {
		if a.none {
			return 1
		}
		return -1
	}
	c := cmp.Compare(a.ms, b.ms)
	if c == 0 {
		c = strings.Compare(a.text, b.text)
	}
	if c == 0 {
		c = cmp.Compare(a.created, b.created)
	}
	if c == 0 {
		c = strings.Compare(a.id(), b.id())
	}
	if desc {
		return -c
	}
	return c
}

// ranking is the derived users in one order: at gives them by position.
type ranking struct {
	m     *sample
	order userOrder
	perm  *permutation // nil for created_at, whose order is that of the slots
}

func (m *sample) ranking(o userOrder) ranking {
	r := ranking{m: m, order: o}
	if o.field != "created_at" {
		r.perm = m.permutation(o.field)
	}
	return r
}

// at is the slot at a position.
func (r *ranking) at(pos int) slot {
	switch {
	case r.perm == nil && r.order.desc:
		return slot(pos)
	case r.perm == nil:
		return slot(r.m.users - 1 - pos)
	case !r.order.desc:
		return slot(r.perm.slots[pos])
	case pos < r.perm.valued:
		return slot(r.perm.slots[r.perm.valued-1-pos])
	default:
		return slot(r.perm.slots[len(r.perm.slots)-1-(pos-r.perm.valued)])
	}
}

// before is how many derived users stand before a record.
func (r *ranking) before(k recordKey) int {
	return sort.Search(r.m.users, func(pos int) bool { return compareKeys(r.key(r.at(pos)), k, r.order.desc) > 0 })
}

// key is the key of a derived user, made from the columns where there are any.
func (r *ranking) key(at slot) recordKey {
	k := recordKey{created: r.m.createdAt(at)}
	k.id = func() string { return makeID("user_", r.m.seed, at, kindUser, 0, k.created) }
	if r.perm == nil {
		k.ms = k.created
		return k
	}
	g, i := r.m.segments[at/segmentSize], int(at%segmentSize)
	head, ok := g.head(r.order.field, i)
	k.none = !ok
	if text := g.text(r.order.field, i); text != nil {
		k.text = string(text)
	} else if ok {
		k.ms = int64(head)
	}
	return k
}
