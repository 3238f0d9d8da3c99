package emulator

import (
	"bytes"
	"runtime"
	"sort"
	"sync"
)

// segmentSize is how many users the columns of one segment hold: a multiple of 64, so that
// segments write to words of their own in a bitset.
const segmentSize = 4096

// textColumn holds texts of consecutive users in one blob that a single search runs over. Each
// value of a user ends with a zero byte, which no searched text contains.
type textColumn struct {
	blob []byte
	ends []uint32 // where each user's values end
}

// close ends the values of one user.
func (c *textColumn) close() { c.ends = append(c.ends, uint32(len(c.blob))) }

// value ends one value, whose text was appended to blob.
func (c *textColumn) value() { c.blob = append(c.blob, 0) }

func (c *textColumn) span(i int) (from, to uint32) {
	if i > 0 {
		from = c.ends[i-1]
	}
	return from, c.ends[i]
}

// first is the first value of a user; empty when there is none.
func (c *textColumn) first(i int) []byte {
	from, to := c.span(i)
	values := c.blob[from:to]
	if end := bytes.IndexByte(values, 0); end >= 0 {
		return values[:end]
	}
	return nil
}

// contain calls hit for every user with a value that contains needle.
func (c *textColumn) contain(needle []byte, hit func(i int)) {
	if bytes.IndexByte(needle, 0) >= 0 {
		return
	}
	from, user := 0, 0
	for from < len(c.blob) {
		p := bytes.Index(c.blob[from:], needle)
		if p < 0 {
			return
		}
		at := uint32(from + p)
		// Frequent hits are in the next users, rare ones anywhere.
		for step := 0; step < 4 && c.ends[user] <= at; step++ {
			user++
		}
		if c.ends[user] <= at {
			user += sort.Search(len(c.ends)-user, func(k int) bool { return c.ends[user+k] > at })
		}
		hit(user)
		from = int(c.ends[user])
		if user++; user == len(c.ends) {
			return
		}
	}
}

// equal calls hit for every user with a value that is in wanted.
func (c *textColumn) equal(wanted map[string]struct{}, hit func(i int)) {
	if len(wanted) == 0 {
		return
	}
	for i := range c.ends {
		from, to := c.span(i)
		for values := c.blob[from:to]; len(values) > 0; {
			end := bytes.IndexByte(values, 0)
			if _, ok := wanted[string(values[:end])]; ok {
				hit(i)
				break
			}
			values = values[end+1:]
		}
	}
}

// segment holds the searched and sorted values of consecutive derived users. Texts are in lower
// case where searches do not tell case.
type segment struct {
	from slot
	n    int

	email, phone, username, wallet, name, id textColumn
	externalID                               textColumn
	providerID                               textColumn // provider, a space, and the user's id there
	firstEnd                                 []uint16   // where in name the first name ends

	created, updated, signIn, active []int64 // 0 for never
	banned                           segmentBits
}

// names are the lower-case first and last name of a user; empty for null.
func (g *segment) names(i int) (first, last []byte) {
	full := g.name.first(i)
	first = full[:g.firstEnd[i]]
	if rest := full[g.firstEnd[i]:]; len(rest) > 0 {
		last = rest[1:]
	}
	return first, last
}

// segmentBits is a set of the users of one segment.
type segmentBits [segmentSize / 64]uint64

func (b *segmentBits) set(i int)      { b[i>>6] |= 1 << (i & 63) }
func (b *segmentBits) has(i int) bool { return b[i>>6]>>(i&63)&1 == 1 }

// columns returns the search columns of the derived users, made when they are first needed.
func (m *sample) columns() []*segment {
	m.columnsOnce.Do(func() {
		segments := make([]*segment, (m.users+segmentSize-1)/segmentSize)
		eachParallel(len(segments), func(i int) { segments[i] = m.segment(i) })
		m.segments = segments
	})
	return m.segments
}

// eachParallel calls fn for 0..n-1, on all processors when there is enough to do.
func eachParallel(n int, fn func(i int)) {
	workers := min(runtime.GOMAXPROCS(0), n)
	if workers <= 1 {
		for i := range n {
			fn(i)
		}
		return
	}
	var wg sync.WaitGroup
	for w := range workers {
		wg.Go(func() {
			for i := w; i < n; i += workers {
				fn(i)
			}
		})
	}
	wg.Wait()
}

func (m *sample) segment(index int) *segment {
	from := index * segmentSize
	n := min(segmentSize, m.users-from)
	g := &segment{
		from: slot(from), n: n,
		firstEnd: make([]uint16, n),
		created:  make([]int64, n), updated: make([]int64, n), signIn: make([]int64, n), active: make([]int64, n),
	}
	for _, c := range []struct {
		column *textColumn
		bytes  int
	}{
		{&g.email, 32},
		{&g.phone, 6},
		{&g.username, 6},
		{&g.wallet, 2},
		{&g.name, 20},
		{&g.id, 33},
		{&g.externalID, 6},
		{&g.providerID, 12},
	} {
		c.column.blob = make([]byte, 0, n*c.bytes)
		c.column.ends = make([]uint32, 0, n)
	}
	for i := range n {
		p := m.profile(slot(from + i))
		m.fill(g, i, &p)
	}
	return g
}

// fill writes the columns of one user; it must tell the same as user does.
func (m *sample) fill(g *segment, i int, p *profile) {
	has := p.contact()
	if has.email {
		g.email.blob = m.appendEmail(g.email.blob, p)
		g.email.value()
	}
	if p.hasSecondEmail() {
		g.email.blob = m.appendSecondEmail(g.email.blob, p)
		g.email.value()
	}
	g.email.close()
	if has.phone {
		g.phone.blob = m.appendPhone(g.phone.blob, p)
		g.phone.value()
	}
	g.phone.close()
	if has.username {
		g.username.blob = m.appendUsername(g.username.blob, p)
		g.username.value()
	}
	g.username.close()
	if p.hasWallet() {
		g.wallet.blob = m.appendWallet(g.wallet.blob, p)
		g.wallet.value()
	}
	g.wallet.close()
	start := len(g.name.blob)
	g.name.blob = p.appendFirst(g.name.blob)
	g.firstEnd[i] = uint16(len(g.name.blob) - start)
	if last := p.lastLower(); last != "" {
		g.name.blob = append(append(g.name.blob, ' '), last...)
	}
	g.name.value()
	g.name.close()
	start = len(g.id.blob)
	g.id.blob = appendID(g.id.blob, "user_", m.seed, p.slot, kindUser, 0, p.created)
	for j, c := range g.id.blob[start:] {
		if c >= 'A' && c <= 'Z' {
			g.id.blob[start+j] = c | 0x20 // searches do not tell case
		}
	}
	g.id.value()
	g.id.close()
	if p.hasExternalID() {
		g.externalID.blob = m.appendExternalID(g.externalID.blob, p)
		g.externalID.value()
	}
	g.externalID.close()
	if provider := p.provider(); provider != "" {
		g.providerID.blob = append(append(g.providerID.blob, provider...), ' ')
		g.providerID.blob = m.appendProviderUserID(g.providerID.blob, p)
		g.providerID.value()
	}
	g.providerID.close()
	g.created[i] = p.created
	g.signIn[i], g.active[i], g.updated[i] = p.seen(m.start)
	if p.state() == stateBanned {
		g.banned.set(i)
	}
}
