package emulator

import (
	"net/http"
	"slices"
)

// updateBody is the closed schema of PATCH /users/{user_id} from 2026-05-12 on.
type updateBody struct {
	attributes
	PrimaryEmailAddressID opt[string] `json:"primary_email_address_id"`
	NotifyPrimaryChanged  opt[bool]   `json:"notify_primary_email_address_changed"`
	PrimaryPhoneNumberID  opt[string] `json:"primary_phone_number_id"`
	PrimaryWeb3WalletID   opt[string] `json:"primary_web3_wallet_id"`
	ProfileImageID        opt[string] `json:"profile_image_id"`
	SignOutOfOthers       opt[bool]   `json:"sign_out_of_other_sessions"`
}

// olderUpdateBody is the schema of the versions before, which take metadata.
type olderUpdateBody struct {
	updateBody
	metadataFields
}

func (s *Server) updateUser(r *request) (any, *apiError) {
	id := r.id("user_id")
	if err := s.takeUserWrite(id); err != nil {
		return nil, err
	}
	var body olderUpdateBody
	var err *apiError
	if r.before(version2026) {
		err = decodeClosed(r, &body)
	} else {
		err = decodeClosed(r, &body.updateBody)
	}
	if err != nil {
		return nil, err
	}
	s.identities.Lock()
	defer s.identities.Unlock()
	old, ok := s.store.find(id)
	if !ok {
		return nil, notFound("user", id)
	}
	if err := body.check(s, old); err != nil {
		return nil, err
	}
	now := s.nowMS()
	u, err := s.store.update(id, func(u *userRecord) *apiError { return body.applyTo(u, now) })
	if err != nil {
		return nil, err
	}
	if body.SignOutOfOthers.Value {
		if err := s.revokeSessions(id); err != nil {
			return nil, err
		}
	}
	return renderUser(u, now), nil
}

// takeUserWrite counts one of the writes that Clerk allows per user.
func (s *Server) takeUserWrite(id string) *apiError {
	return s.limits.take("user:"+id, writesPerUser, writeWindow, s.now())
}

// check validates an update of a user as he is.
func (b *olderUpdateBody) check(s *Server, u *userRecord) *apiError {
	if u.SCIM != nil && u.SCIM.DirectoryEnabled {
		for name, sent := range map[string]bool{
			"first_name": b.FirstName.Set, "last_name": b.LastName.Set, "username": b.Username.Set, "password": b.Password.Set,
			"primary_email_address_id": b.PrimaryEmailAddressID.Set,
		} {
			if sent {
				return attributeManagedBySCIM(name)
			}
		}
	}
	errs := b.attributes.check(s.now(), u.addresses())
	errs = append(errs, b.metadataFields.check()...)
	add := func(err *apiError) {
		if err != nil {
			errs = append(errs, err)
		}
	}
	add(b.checkPrimaries(u))
	if b.SignOutOfOthers.Value && !b.Password.has() {
		add(missingParam("password"))
	}
	if len(errs) > 0 {
		return joinErrors(errs)
	}
	add(s.checkFree("username", b.Username.Value, u.ID))
	add(s.checkFree("external_id", b.ExternalID.Value, u.ID))
	if len(errs) > 0 {
		return joinErrors(errs)
	}
	if b.Username.Set && b.Username.Value == "" && u.Username != nil && u.identifications() == 1 {
		return lastIdentification()
	}
	return nil
}

// addresses are the user's e-mail addresses, phone numbers and username.
func (u *userRecord) addresses() []string {
	var out []string
	for _, e := range u.Emails {
		out = append(out, e.EmailAddress)
	}
	for _, p := range u.Phones {
		out = append(out, p.PhoneNumber)
	}
	if u.Username != nil {
		out = append(out, *u.Username)
	}
	return out
}

// lastIdentification is the 400 that protects the only way in.
func lastIdentification() *apiError {
	return fail(http.StatusBadRequest, "last_required_identification_deletion_failed", "Deletion failed",
		"You cannot delete your last identification. The user must have at least one identification.")
}

// checkPrimaries refuses ids that are not a verified identification of u.
func (b *updateBody) checkPrimaries(u *userRecord) *apiError {
	var emails, phones, wallets []candidate
	for _, e := range u.Emails {
		emails = append(emails, candidate{e.ID, e.Verification.verified()})
	}
	for _, p := range u.Phones {
		phones = append(phones, candidate{p.ID, p.Verification.verified()})
	}
	for _, w := range u.Wallets {
		wallets = append(wallets, candidate{w.ID, w.Verification.verified()})
	}
	var errs []*apiError
	for _, c := range []struct {
		param string
		sent  opt[string]
		own   []candidate
	}{
		{"primary_email_address_id", b.PrimaryEmailAddressID, emails},
		{"primary_phone_number_id", b.PrimaryPhoneNumberID, phones},
		{"primary_web3_wallet_id", b.PrimaryWeb3WalletID, wallets},
	} {
		if c.sent.Value == "" {
			continue
		}
		i := slices.IndexFunc(c.own, func(own candidate) bool { return own.id == c.sent.Value })
		switch {
		case i < 0:
			errs = append(errs, invalid(c.param, "form_resource_not_found", "No identification was found with id "+c.sent.Value+" for this user."))
		case !c.own[i].verified:
			errs = append(errs, invalid(c.param, "form_verification_needed", "The identification must be verified before it becomes the primary one."))
		}
	}
	return joinErrors(errs)
}

// applyTo writes a checked body into the record.
func (b *olderUpdateBody) applyTo(u *userRecord, now int64) *apiError {
	if err := b.apply(u, now); err != nil {
		return err
	}
	u.replaceMetadata(&b.metadataFields)
	u.PrimaryEmailID = orElse(b.PrimaryEmailAddressID.Value, u.PrimaryEmailID)
	u.PrimaryPhoneID = orElse(b.PrimaryPhoneNumberID.Value, u.PrimaryPhoneID)
	u.PrimaryWalletID = orElse(b.PrimaryWeb3WalletID.Value, u.PrimaryWalletID)
	if id := b.ProfileImageID.Value; id != "" {
		u.HasImage, u.ImageURL = true, imageBase+"uploaded/"+id
	}
	return nil
}
