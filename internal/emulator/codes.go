package emulator

import (
	"cmp"
	"slices"
	"strings"
)

// sentCode is a code under way to an address or number.
type sentCode struct {
	VerificationID   string `json:"verification_id"`
	IdentificationID string `json:"identification_id"`
	To               string `json:"to"`
	Code             string `json:"code"`
	Status           string `json:"status"`
	Attempts         int    `json:"attempts"`
	SentAt           int64  `json:"sent_at"` // Unix ms
	ExpireAt         int64  `json:"expire_at"`
}

const (
	// sampleCode is the code that every verification takes, as Clerk's own
	// test addresses do.
	sampleCode = "424242"

	codeLife    = int64(10 * 60 * 1000)
	maxAttempts = 3
)

// verificationAnswer is the answer of prepare and attempt.
type verificationAnswer struct {
	Object   string  `json:"object"`
	ID       string  `json:"id"`
	Status   string  `json:"status"`
	Strategy string  `json:"strategy"`
	Attempts *int    `json:"attempts"`
	ExpireAt *int64  `json:"expire_at"`
	Channel  *string `json:"channel,omitempty"`
}

func (c *sentCode) render() verificationAnswer {
	v := verificationAnswer{
		Object: "verification_otp", ID: c.VerificationID, Status: c.Status, Strategy: "email_code",
		Attempts: ref(c.Attempts), ExpireAt: ref(c.ExpireAt),
	}
	if strings.HasPrefix(c.To, "+") {
		v.Strategy, v.Channel = "phone_code", ref("sms")
	}
	return v
}

// sentCodes are the codes of the last verification of each identification,
// newest first.
func (x *extras) sentCodes() []sentCode {
	x.mu.Lock()
	defer x.mu.Unlock()
	out := []sentCode{}
	for _, c := range x.codes {
		out = append(out, *c)
	}
	slices.SortFunc(out, func(a, b sentCode) int {
		return cmp.Or(cmp.Compare(b.SentAt, a.SentAt), cmp.Compare(a.VerificationID, b.VerificationID))
	})
	return out
}

func (s *Server) prepareEmail(r *request) (any, *apiError) {
	id := r.id("email_address_id")
	u, err := s.emailOwner(id)
	if err != nil {
		return nil, err
	}
	return s.sendCode(u, id, u.Emails[u.emailAt(id)].EmailAddress)
}

func (s *Server) preparePhone(r *request) (any, *apiError) {
	id := r.id("phone_number_id")
	u, err := s.phoneOwner(id)
	if err != nil {
		return nil, err
	}
	return s.sendCode(u, id, u.Phones[u.phoneAt(id)].PhoneNumber)
}

// sendCode starts a verification, at most one per half minute.
func (s *Server) sendCode(u *userRecord, id, to string) (any, *apiError) {
	if limited := s.limits.take("code:"+id, 1, codeInterval, s.now()); limited != nil {
		return nil, tooSoon(limited)
	}
	now := s.nowMS()
	c := &sentCode{
		VerificationID: s.store.newID("ver_", u), IdentificationID: id, To: to, Code: sampleCode,
		Status: statusUnverified, SentAt: now, ExpireAt: now + codeLife,
	}
	s.extras.mu.Lock()
	defer s.extras.mu.Unlock()
	s.extras.codes[id] = c
	return c.render(), nil
}

func (s *Server) attemptEmail(r *request) (any, *apiError) {
	id := r.id("email_address_id")
	owner, err := s.emailOwner(id)
	if err != nil {
		return nil, err
	}
	return s.attempt(r, id, owner.ID, func(u *userRecord) *apiError {
		at := u.emailAt(id)
		if at < 0 {
			return notFound("email address", id)
		}
		if e := &u.Emails[at]; !e.Verification.verified() {
			e.Verification, e.Reserved, e.UpdatedAt = otpVerification("email_code", statusVerified, 1, s.nowMS()+codeLife), false, s.nowMS()
		}
		return nil
	})
}

func (s *Server) attemptPhone(r *request) (any, *apiError) {
	id := r.id("phone_number_id")
	owner, err := s.phoneOwner(id)
	if err != nil {
		return nil, err
	}
	return s.attempt(r, id, owner.ID, func(u *userRecord) *apiError {
		at := u.phoneAt(id)
		if at < 0 {
			return notFound("phone number", id)
		}
		if p := &u.Phones[at]; !p.Verification.verified() {
			p.Verification, p.Reserved, p.UpdatedAt = otpVerification("phone_code", statusVerified, 1, s.nowMS()+codeLife), false, s.nowMS()
		}
		return nil
	})
}

// attempt tries a code. A wrong or late one is an answer, told by its status;
// a right one marks the identification verified.
func (s *Server) attempt(r *request, id, userID string, verify func(*userRecord) *apiError) (any, *apiError) {
	var body struct {
		VerificationID opt[string] `json:"verification_id"`
		Code           opt[string] `json:"code"`
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	switch {
	case body.VerificationID.Value == "":
		return nil, missingParam("verification_id")
	case body.Code.Value == "":
		return nil, missingParam("code")
	}
	s.extras.mu.Lock()
	defer s.extras.mu.Unlock()
	c, ok := s.extras.codes[id]
	if !ok || c.VerificationID != body.VerificationID.Value {
		return nil, notFound("verification", body.VerificationID.Value)
	}
	switch {
	case c.Status == statusVerified:
		return nil, badRequest("verification_already_verified", "This verification has already been verified.")
	case c.ExpireAt <= s.nowMS():
		c.Status = statusExpired
	case c.Status == statusFailed:
	case body.Code.Value != c.Code:
		c.Attempts++
		if c.Attempts >= maxAttempts {
			c.Status = statusFailed
		}
	default:
		if _, err := s.store.update(userID, verify); err != nil {
			return nil, err
		}
		c.Attempts++
		c.Status = statusVerified
	}
	return c.render(), nil
}
