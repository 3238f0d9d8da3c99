package emulator

import (
	"encoding/binary"
	"strings"
)

// Ids look like Clerk's: a prefix and 27 base-62 digits of a time and 16 bytes. The bytes hide
// the slot of the user who owns the object, so that any id leads to its owner without an index
// over a million users. Clients must treat them as opaque all the same.

// slot numbers a user: sample users by age, then the cast, then the users created at run time.
type slot uint64

// kind tells the objects of one user apart.
type kind uint8

const (
	kindUser kind = iota
	kindEmail
	kindPhone
	kindWallet
	kindPasskey
	kindExternal
	kindExternalIdentification
	kindEnterprise
	kindSession
	kindClient
	kindActivity
	kindMembership
	kindInvitation
	kindOrganization
	kindDevice
	kindOther

	// kindMade and what follows belong to objects made at run time.
	kindMade kind = 0x80
)

const (
	// castSlot is the slot of the first cast member, newSlot of the first user created at run time.
	castSlot slot = 1 << 32
	newSlot  slot = 1 << 33

	// nobody owns objects that belong to no user.
	nobody slot = 1 << 34

	idEpoch  = 1_400_000_000 // the epoch of KSUIDs, in Unix seconds
	idDigits = 27
	base62   = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

// mix hashes two words (splitmix64's finaliser).
func mix(a, b uint64) uint64 {
	x := a + b*0x9e3779b97f4a7c15 + 0x632be59bd9b4e019
	x = (x ^ x>>30) * 0xbf58476d1ce4e5b9
	x = (x ^ x>>27) * 0x94d049bb133111eb
	return x ^ x>>31
}

// makeID is the id of a user's n-th object of a kind, e.g. makeID("idn_", seed, u, kindEmail, 0, ms).
// n is below 65,536.
func makeID(prefix string, seed uint64, owner slot, k kind, n int, createdMS int64) string {
	return string(appendID(make([]byte, 0, len(prefix)+idDigits), prefix, seed, owner, k, n, createdMS))
}

// appendID appends what makeID returns.
func appendID(dst []byte, prefix string, seed uint64, owner slot, k kind, n int, createdMS int64) []byte {
	word := uint64(owner)<<24 | uint64(k)<<16 | uint64(n)&0xffff
	sum := mix(mix(seed, word), word)
	var raw [20]byte
	binary.BigEndian.PutUint32(raw[0:], uint32(createdMS/1000-idEpoch))
	binary.BigEndian.PutUint64(raw[4:], sum)
	binary.BigEndian.PutUint64(raw[12:], word^mix(sum, seed))
	dst = append(dst, prefix...)
	at := len(dst)
	dst = append(dst, "000000000000000000000000000"...)
	encode62(dst[at:], raw)
	return dst
}

// idOwner returns the slot, kind and number that makeID hid in an id. ok is false for an id that
// this server cannot have made; the object may be gone all the same.
func idOwner(seed uint64, id string) (owner slot, k kind, n int, ok bool) {
	at := strings.LastIndexByte(id, '_') // of sess_activity_… the second
	if at < 0 || len(id)-at-1 != idDigits {
		return 0, 0, 0, false
	}
	raw, ok := decode62(id[at+1:])
	if !ok {
		return 0, 0, 0, false
	}
	sum := binary.BigEndian.Uint64(raw[4:])
	word := binary.BigEndian.Uint64(raw[12:]) ^ mix(sum, seed)
	if mix(mix(seed, word), word) != sum {
		return 0, 0, 0, false
	}
	return slot(word >> 24), kind(word >> 16 & 0xff), int(word & 0xffff), true
}

// encode62 writes 20 bytes as 27 base-62 digits.
func encode62(dst []byte, raw [20]byte) {
	var words [5]uint64
	for i := range words {
		words[i] = uint64(binary.BigEndian.Uint32(raw[4*i:]))
	}
	for d := idDigits - 1; d >= 0; d-- {
		var rest uint64
		for i := range words {
			cur := rest<<32 | words[i]
			words[i], rest = cur/62, cur%62
		}
		dst[d] = base62[rest]
	}
}

// decode62 is the inverse of encode62.
func decode62(digits string) (raw [20]byte, ok bool) {
	var words [5]uint64
	for i := range len(digits) {
		carry := uint64(strings.IndexByte(base62, digits[i]))
		if carry > 61 {
			return raw, false
		}
		for w := len(words) - 1; w >= 0; w-- {
			cur := words[w]*62 + carry
			words[w], carry = cur&0xffffffff, cur>>32
		}
		if carry != 0 {
			return raw, false
		}
	}
	for i, w := range words {
		binary.BigEndian.PutUint32(raw[4*i:], uint32(w))
	}
	return raw, true
}
