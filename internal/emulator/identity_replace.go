package emulator

import (
	"strings"
)

// proofFor is the verification of an identification written with a status.
func proofFor(status string) (proof *verification, reserved bool, err *apiError) {
	switch status {
	case "", statusVerified:
		return adminVerified(), false, nil
	case statusReserved:
		return nil, true, nil
	case statusUnverified:
		return nil, false, nil
	}
	return nil, false, invalid("identification_status", "form_param_value_invalid", "identification_status must be one of verified, reserved, unverified.")
}

// replaceEmail makes one address the only one that the user has.
func (s *Server) replaceEmail(r *request) (any, *apiError) {
	var body struct {
		EmailAddress opt[string] `json:"email_address"`
		Status       opt[string] `json:"identification_status"`
		Notify       opt[bool]   `json:"notify_primary_email_address_changed"`
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	proof, reserved, err := proofFor(body.Status.Value)
	if err != nil {
		return nil, err
	}
	s.identities.Lock()
	defer s.identities.Unlock()
	address := strings.ToLower(body.EmailAddress.Value)
	u, err := s.successor(r.id("user_id"), "email_address", address, emailForm.MatchString)
	if err != nil {
		return nil, err
	}
	made := newEmail(s.store.newID("idn_", u), address, proof, s.nowMS())
	made.Reserved = reserved
	_, err = s.store.update(u.ID, func(u *userRecord) *apiError {
		for _, e := range u.Emails {
			switch {
			case strings.EqualFold(e.EmailAddress, address): // stays, under its id
				made.ID, made.CreatedAt, made.LinkedTo = e.ID, e.CreatedAt, list(e.LinkedTo)
			case len(e.LinkedTo) > 0:
				return linkedIdentification()
			}
		}
		u.Emails, u.PrimaryEmailID = []emailAddress{made}, made.ID
		return managed(u)
	})
	return unwrap(made, err)
}

// successor is claimant for a replacement: the user may have the identifier
// already.
func (s *Server) successor(userID, param, value string, valid func(string) bool) (*userRecord, *apiError) {
	switch {
	case value == "":
		return nil, missingParam(param)
	case !valid(value):
		return nil, invalid(param, "form_param_format_invalid", param+" must be a valid "+strings.ReplaceAll(param, "_", " ")+".")
	}
	u, ok := s.store.find(userID)
	if !ok {
		return nil, notFound("user", userID)
	}
	return u, s.checkFree(param, value, userID)
}

// replacePhone makes one number the only one; a number that served as second
// factor takes the user's MFA with it.
func (s *Server) replacePhone(r *request) (any, *apiError) {
	var body struct {
		PhoneNumber opt[string] `json:"phone_number"`
		Status      opt[string] `json:"identification_status"`
	}
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	proof, reserved, err := proofFor(body.Status.Value)
	if err != nil {
		return nil, err
	}
	s.identities.Lock()
	defer s.identities.Unlock()
	u, err := s.successor(r.id("user_id"), "phone_number", body.PhoneNumber.Value, phoneForm.MatchString)
	if err != nil {
		return nil, err
	}
	now := s.nowMS()
	made := newPhone(s.store.newID("idn_", u), body.PhoneNumber.Value, proof, now)
	made.Reserved = reserved
	_, err = s.store.update(u.ID, func(u *userRecord) *apiError {
		before := u.twoFactorEnabled()
		for _, p := range u.Phones {
			if p.PhoneNumber == made.PhoneNumber {
				made.ID, made.CreatedAt = p.ID, p.CreatedAt
				made.ReservedForSecondFactor, made.DefaultSecondFactor = p.ReservedForSecondFactor, p.DefaultSecondFactor
			} else if p.ReservedForSecondFactor {
				u.dropSecondFactors()
			}
		}
		u.Phones, u.PrimaryPhoneID = []phoneNumber{made}, made.ID
		u.noteMFA(before, now)
		return managed(u)
	})
	return unwrap(made, err)
}
