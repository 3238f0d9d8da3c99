package emulator

// sample derives the sample users from a seed.
type sample struct {
	users int // derived ones, without the cast
	seed  uint64
	start int64 // Unix ms at New; all times are relative to it
	orgs  []*organization
}

func newSample(users int, seed uint64, start int64) *sample {
	return &sample{users: users, seed: seed, start: start}
}

// user derives the user of a slot.
func (m *sample) user(at slot) *userRecord {
	created := m.start - int64(at)*60_000 //nolint:gosec // below a million
	return &userRecord{slot: at, ID: makeID("user_", m.seed, at, kindUser, 0, created), CreatedAt: created, UpdatedAt: created}
}

func (m *sample) memberships(*userRecord) []membership    { return nil }
func (m *sample) sessions(*userRecord) []session          { return nil }
func (m *sample) invitations(*userRecord) []orgInvitation { return nil }
