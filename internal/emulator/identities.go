package emulator

import (
	"net/http"
	"slices"
	"strings"
)

func identityRoutes() []route {
	return []route{
		{"POST /email_addresses", (*Server).createEmail},
		{"GET /email_addresses/{email_address_id}", (*Server).getEmail},
		{"PATCH /email_addresses/{email_address_id}", (*Server).updateEmail},
		{"DELETE /email_addresses/{email_address_id}", (*Server).deleteEmail},
		{"POST /email_addresses/{email_address_id}/prepare_verification", (*Server).prepareEmail},
		{"POST /email_addresses/{email_address_id}/attempt_verification", (*Server).attemptEmail},
		{"POST /phone_numbers", (*Server).createPhone},
		{"GET /phone_numbers/{phone_number_id}", (*Server).getPhone},
		{"PATCH /phone_numbers/{phone_number_id}", (*Server).updatePhone},
		{"DELETE /phone_numbers/{phone_number_id}", (*Server).deletePhone},
		{"POST /phone_numbers/{phone_number_id}/prepare_verification", (*Server).preparePhone},
		{"POST /phone_numbers/{phone_number_id}/attempt_verification", (*Server).attemptPhone},
		{"PUT /users/{user_id}/email_address", (*Server).replaceEmail},
		{"PUT /users/{user_id}/phone_number", (*Server).replacePhone},
	}
}

// managed refuses changes to addresses that a directory looks after.
func managed(u *userRecord) *apiError {
	if u.SCIM != nil && u.SCIM.DirectoryEnabled {
		return attributeManagedBySCIM("")
	}
	return nil
}

func (u *userRecord) emailAt(id string) int {
	return slices.IndexFunc(u.Emails, func(e emailAddress) bool { return e.ID == id })
}

func (u *userRecord) phoneAt(id string) int {
	return slices.IndexFunc(u.Phones, func(p phoneNumber) bool { return p.ID == id })
}

// emailOwner finds the user who has an e-mail address of this id.
func (s *Server) emailOwner(id string) (*userRecord, *apiError) {
	if u, ok := s.store.owner(id); ok && u.emailAt(id) >= 0 {
		return u, nil
	}
	return nil, notFound("email address", id)
}

func (s *Server) phoneOwner(id string) (*userRecord, *apiError) {
	if u, ok := s.store.owner(id); ok && u.phoneAt(id) >= 0 {
		return u, nil
	}
	return nil, notFound("phone number", id)
}

func (s *Server) getEmail(r *request) (any, *apiError) {
	id := r.id("email_address_id")
	u, err := s.emailOwner(id)
	if err != nil {
		return nil, err
	}
	return u.Emails[u.emailAt(id)], nil
}

func (s *Server) getPhone(r *request) (any, *apiError) {
	id := r.id("phone_number_id")
	u, err := s.phoneOwner(id)
	if err != nil {
		return nil, err
	}
	return u.Phones[u.phoneAt(id)], nil
}

// needsVerification is the refusal to make an unverified address the primary
// one.
func needsVerification(param string) *apiError {
	return invalid(param, "form_verification_needed", "The identification must be verified before it becomes the primary one.")
}

func (s *Server) createEmail(r *request) (any, *apiError) {
	var body struct {
		UserID       opt[string] `json:"user_id"`
		EmailAddress opt[string] `json:"email_address"`
		Verified     opt[bool]   `json:"verified"`
		Primary      opt[bool]   `json:"primary"`
		Notify       opt[bool]   `json:"notify_primary_email_address_changed"`
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	s.identities.Lock()
	defer s.identities.Unlock()
	u, err := s.claimant(body.UserID.Value, "email_address", body.EmailAddress.Value, emailForm.MatchString)
	if err != nil {
		return nil, err
	}
	if body.Primary.Value && !body.Verified.Value {
		return nil, needsVerification("primary")
	}
	var proof *verification
	if body.Verified.Value {
		proof = adminVerified()
	}
	made := newEmail(s.store.newID("idn_", u), strings.ToLower(body.EmailAddress.Value), proof, s.nowMS())
	_, err = s.store.update(u.ID, func(u *userRecord) *apiError {
		u.Emails = append(u.Emails, made)
		if body.Primary.Value {
			u.PrimaryEmailID = made.ID
		}
		u.electPrimaries()
		return managed(u)
	})
	return unwrap(made, err)
}

// claimant checks that an identifier is well-formed and free, and finds the
// user who is to have it. The caller holds identities.
func (s *Server) claimant(userID, param, value string, valid func(string) bool) (*userRecord, *apiError) {
	switch {
	case userID == "":
		return nil, missingParam("user_id")
	case value == "":
		return nil, missingParam(param)
	case !valid(value):
		return nil, invalid(param, "form_param_format_invalid", param+" must be a valid "+strings.ReplaceAll(param, "_", " ")+".")
	}
	u, ok := s.store.find(userID)
	if !ok {
		return nil, notFound("user", userID)
	}
	return u, s.checkFree(param, value, "")
}

func (s *Server) createPhone(r *request) (any, *apiError) {
	var body struct {
		UserID       opt[string] `json:"user_id"`
		PhoneNumber  opt[string] `json:"phone_number"`
		Verified     opt[bool]   `json:"verified"`
		Primary      opt[bool]   `json:"primary"`
		SecondFactor opt[bool]   `json:"reserved_for_second_factor"`
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	s.identities.Lock()
	defer s.identities.Unlock()
	u, err := s.claimant(body.UserID.Value, "phone_number", body.PhoneNumber.Value, phoneForm.MatchString)
	switch {
	case err != nil:
		return nil, err
	case body.SecondFactor.Value && !body.Verified.Value:
		return nil, badRequest("identification_create_second_factor_unverified", "Only verified phone numbers can be reserved for second factor.")
	case body.Primary.Value && !body.Verified.Value:
		return nil, needsVerification("primary")
	}
	var proof *verification
	if body.Verified.Value {
		proof = adminVerified()
	}
	now := s.nowMS()
	made := newPhone(s.store.newID("idn_", u), body.PhoneNumber.Value, proof, now)
	_, err = s.store.update(u.ID, func(u *userRecord) *apiError {
		before := u.twoFactorEnabled()
		u.Phones = append(u.Phones, made)
		if body.Primary.Value {
			u.PrimaryPhoneID = made.ID
		}
		u.reserveForSecondFactor(made.ID, body.SecondFactor)
		u.electPrimaries()
		u.noteMFA(before, now)
		made = u.Phones[u.phoneAt(made.ID)]
		return managed(u)
	})
	return unwrap(made, err)
}

// reserveForSecondFactor switches the use of a phone for SMS codes; the first
// phone so used is the default one.
func (u *userRecord) reserveForSecondFactor(id string, sent opt[bool]) {
	if !sent.has() {
		return
	}
	u.Phones[u.phoneAt(id)].ReservedForSecondFactor = sent.Value
	hasDefault := false
	for i := range u.Phones {
		p := &u.Phones[i]
		p.DefaultSecondFactor = p.DefaultSecondFactor && p.ReservedForSecondFactor
		hasDefault = hasDefault || p.DefaultSecondFactor
	}
	if sent.Value && !hasDefault {
		u.Phones[u.phoneAt(id)].DefaultSecondFactor = true
	}
}

func (s *Server) updateEmail(r *request) (any, *apiError) {
	var body struct {
		Verified opt[bool] `json:"verified"`
		Primary  opt[bool] `json:"primary"`
		Notify   opt[bool] `json:"notify_primary_email_address_changed"`
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	id := r.id("email_address_id")
	owner, err := s.emailOwner(id)
	if err != nil {
		return nil, err
	}
	var out emailAddress
	_, err = s.store.update(owner.ID, func(u *userRecord) *apiError {
		at := u.emailAt(id)
		if at < 0 {
			return notFound("email address", id)
		}
		e := &u.Emails[at]
		e.Verification, e.Reserved = reverified(e.Verification, e.Reserved, body.Verified)
		if body.Verified.has() || body.Primary.has() {
			e.UpdatedAt = s.nowMS()
		}
		if body.Primary.Value {
			if !e.Verification.verified() {
				return needsVerification("primary")
			}
			u.PrimaryEmailID = id
		}
		out = *e
		return managed(u)
	})
	return unwrap(out, err)
}

// reverified is the verification after a body's word on it.
func reverified(old *verification, reserved bool, sent opt[bool]) (*verification, bool) {
	switch {
	case !sent.has() || sent.Value == old.verified():
		return old, reserved
	case sent.Value:
		return adminVerified(), false
	default:
		return nil, reserved
	}
}

func (s *Server) updatePhone(r *request) (any, *apiError) {
	var body struct {
		Verified     opt[bool] `json:"verified"`
		Primary      opt[bool] `json:"primary"`
		SecondFactor opt[bool] `json:"reserved_for_second_factor"`
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	id, now := r.id("phone_number_id"), s.nowMS()
	owner, err := s.phoneOwner(id)
	if err != nil {
		return nil, err
	}
	var out phoneNumber
	_, err = s.store.update(owner.ID, func(u *userRecord) *apiError {
		at := u.phoneAt(id)
		if at < 0 {
			return notFound("phone number", id)
		}
		before, p := u.twoFactorEnabled(), &u.Phones[at]
		p.Verification, p.Reserved = reverified(p.Verification, p.Reserved, body.Verified)
		switch {
		case body.SecondFactor.Value && !p.Verification.verified():
			return badRequest("identification_update_second_factor_unverified", "Only verified phone numbers can be reserved for second factor.")
		case body.Primary.Value && !p.Verification.verified():
			return needsVerification("primary")
		case body.Primary.Value:
			u.PrimaryPhoneID = id
		}
		u.reserveForSecondFactor(id, body.SecondFactor)
		u.noteMFA(before, now)
		if body.Verified.has() || body.Primary.has() || body.SecondFactor.has() {
			p.UpdatedAt = now
		}
		out = *p
		return managed(u)
	})
	return unwrap(out, err)
}

// linkedIdentification is the 400 for an address that came from a connection.
func linkedIdentification() *apiError {
	return badRequest("delete_linked_identification_disallowed",
		"This identification is linked to a connected account. Remove the account first.")
}

func (s *Server) deleteEmail(r *request) (any, *apiError) {
	id := r.id("email_address_id")
	owner, err := s.emailOwner(id)
	if err != nil {
		return nil, err
	}
	_, err = s.store.update(owner.ID, func(u *userRecord) *apiError {
		at := u.emailAt(id)
		switch {
		case at < 0:
			return notFound("email address", id)
		case u.identifications() == 1:
			return lastIdentification()
		case len(u.Emails[at].LinkedTo) > 0:
			return linkedIdentification()
		}
		u.Emails = slices.Delete(u.Emails, at, at+1)
		u.electPrimaries()
		return managed(u)
	})
	return unwrap(deletedObject{Object: "email_address", ID: id, Deleted: true}, err)
}

func (s *Server) deletePhone(r *request) (any, *apiError) {
	id, now := r.id("phone_number_id"), s.nowMS()
	owner, err := s.phoneOwner(id)
	if err != nil {
		return nil, err
	}
	_, err = s.store.update(owner.ID, func(u *userRecord) *apiError {
		at := u.phoneAt(id)
		switch {
		case at < 0:
			return notFound("phone number", id)
		case u.identifications() == 1:
			return lastIdentification()
		}
		before := u.twoFactorEnabled()
		u.Phones = slices.Delete(u.Phones, at, at+1)
		u.electPrimaries()
		u.noteMFA(before, now)
		return managed(u)
	})
	return unwrap(deletedObject{Object: "phone_number", ID: id, Deleted: true}, err)
}

// tooSoon is the 429 for a second code within half a minute.
func tooSoon(limited *apiError) *apiError {
	e := fail(http.StatusTooManyRequests, "verification_code_too_many_requests", "Too many requests",
		"A verification code was sent to this identification recently. Please wait before requesting another one.")
	e.header = limited.header
	return e
}

// primaryPhone is the primary number, or empty.
func (u *userRecord) primaryPhone() string {
	if at := u.phoneAt(u.PrimaryPhoneID); at >= 0 {
		return u.Phones[at].PhoneNumber
	}
	return ""
}
