package emulator

import (
	"net/http"
	"slices"
	"strings"
)

// createBody is the closed schema of POST /users.
type createBody struct {
	attributes
	metadataFields
	EmailAddress            opt[[]string] `json:"email_address"`
	EmailStatus             opt[[]string] `json:"email_address_identification_status"`
	PhoneNumber             opt[[]string] `json:"phone_number"`
	PhoneStatus             opt[[]string] `json:"phone_number_identification_status"`
	Web3Wallet              opt[[]string] `json:"web3_wallet"`
	SkipPasswordRequirement opt[bool]     `json:"skip_password_requirement"`
	SkipUserRequirement     opt[bool]     `json:"skip_user_requirement"`
	Banned                  opt[bool]     `json:"banned"`
	Locked                  opt[bool]     `json:"locked"`
}

// lockDuration is how long a lock holds by the instance's policy.
const lockDuration = int64(3600_000)

func (s *Server) createUser(r *request) (any, *apiError) {
	var body createBody
	if err := decodeClosed(r, &body); err != nil {
		return nil, err
	}
	if body.Banned.Value && s.faults.refusesPlan() {
		return nil, planRefused("ban_user")
	}
	s.identities.Lock()
	defer s.identities.Unlock()
	if err := body.check(s); err != nil {
		return nil, err
	}
	for _, identifier := range slices.Concat(body.EmailAddress.Value, body.PhoneNumber.Value, body.Web3Wallet.Value) {
		if s.restricted(identifier) {
			return nil, fail(http.StatusForbidden, "not_allowed_access", "Access not allowed",
				identifier+" is not allowed to access this application.").withMeta("identifiers", []string{identifier})
		}
	}
	u, err := s.newUser(&body)
	if err != nil {
		return nil, err
	}
	s.store.insert(u)
	return renderUser(u, s.nowMS()), nil
}

// check validates a whole creation, uniqueness included.
func (b *createBody) check(s *Server) *apiError {
	emails, phones, wallets := b.EmailAddress.Value, b.PhoneNumber.Value, b.Web3Wallet.Value
	errs := b.attributes.check(s.now(), slices.Concat(emails, phones))
	errs = append(errs, b.metadataFields.check()...)
	add := func(err *apiError) {
		if err != nil {
			errs = append(errs, err)
		}
	}
	add(checkIdentifiers("email_address", emails, emailForm.MatchString))
	add(checkIdentifiers("phone_number", phones, phoneForm.MatchString))
	add(checkIdentifiers("web3_wallet", wallets, walletForm.MatchString))
	add(checkStatuses("email_address_identification_status", b.EmailStatus.Value, len(emails)))
	add(checkStatuses("phone_number_identification_status", b.PhoneStatus.Value, len(phones)))
	if len(emails)+len(phones)+len(wallets) == 0 && b.Username.Value == "" {
		missing := []string{"email_address", "phone_number", "web3_wallet", "username"}
		add(fail(http.StatusUnprocessableEntity, "form_data_missing", "Missing data",
			"At least one of "+strings.Join(missing, ", ")+" must be included.").withMeta("param_names", missing))
	}
	if len(errs) > 0 {
		return joinErrors(errs)
	}
	for param, values := range map[string][]string{
		"email_address": emails, "phone_number": phones, "web3_wallet": wallets,
		"username": {b.Username.Value}, "external_id": {b.ExternalID.Value},
	} {
		for _, v := range values {
			add(s.checkFree(param, v, ""))
		}
	}
	slices.SortFunc(errs, func(x, y *apiError) int { return strings.Compare(x.param(), y.param()) })
	return joinErrors(errs)
}

// checkIdentifiers validates a list of addresses by form and for repetition.
func checkIdentifiers(param string, values []string, valid func(string) bool) *apiError {
	seen := map[string]bool{}
	for _, v := range values {
		if !valid(v) {
			return invalid(param, "form_param_format_invalid", param+" must be a valid "+strings.ReplaceAll(param, "_", " ")+".")
		}
		if seen[strings.ToLower(v)] {
			return invalid(param, "form_param_duplicate", param+" is included multiple times.")
		}
		seen[strings.ToLower(v)] = true
	}
	return nil
}

// checkStatuses validates the list parallel to n identifiers.
func checkStatuses(param string, statuses []string, n int) *apiError {
	if len(statuses) != 0 && len(statuses) != n {
		return invalid(param, "form_param_array_length_mismatch", param+" must have the same number of elements as the list that it goes with.")
	}
	for _, st := range statuses {
		if st != statusVerified && st != statusReserved {
			return invalid(param, "form_param_value_invalid", param+" must be one of verified, reserved.")
		}
	}
	return nil
}

// statusReserved is an identification that nobody has verified and nobody
// else can claim.
const statusReserved = "reserved"

// newUser makes the record of a checked body.
func (s *Server) newUser(b *createBody) (*userRecord, *apiError) {
	now := s.nowMS()
	u := &userRecord{
		CreatedAt: now, UpdatedAt: now, DeleteSelfEnabled: true, CreateOrganizationEnabled: true,
		AttemptsRemaining: ref(attemptsAllowed), PublicMetadata: []byte("{}"), PrivateMetadata: []byte("{}"), UnsafeMetadata: []byte("{}"),
	}
	if err := b.apply(u, now); err != nil {
		return nil, err
	}
	u.replaceMetadata(&b.metadataFields)
	s.store.reserve(u)
	for i, address := range b.EmailAddress.Value {
		e := newEmail(s.store.newID("idn_", u), strings.ToLower(address), adminVerified(), now)
		if i < len(b.EmailStatus.Value) && b.EmailStatus.Value[i] == statusReserved {
			e.Verification, e.Reserved = nil, true
		}
		u.Emails = append(u.Emails, e)
	}
	for i, number := range b.PhoneNumber.Value {
		p := newPhone(s.store.newID("idn_", u), number, adminVerified(), now)
		if i < len(b.PhoneStatus.Value) && b.PhoneStatus.Value[i] == statusReserved {
			p.Verification, p.Reserved = nil, true
		}
		u.Phones = append(u.Phones, p)
	}
	for _, address := range b.Web3Wallet.Value {
		u.Wallets = append(u.Wallets, newWallet(s.store.newID("idn_", u), address, adminVerified(), now))
	}
	u.electPrimaries()
	u.Banned = b.Banned.Value
	if b.Locked.Value {
		u.lock(now)
	}
	return u, nil
}

// electPrimaries gives each kind of identification a primary one when the
// present one is gone: the first verified, else the first.
func (u *userRecord) electPrimaries() {
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
	u.PrimaryEmailID = elect(u.PrimaryEmailID, emails)
	u.PrimaryPhoneID = elect(u.PrimaryPhoneID, phones)
	u.PrimaryWalletID = elect(u.PrimaryWalletID, wallets)
}

// candidate is an identification that can be the primary one.
type candidate struct {
	id       string
	verified bool
}

func elect(present string, all []candidate) string {
	if slices.ContainsFunc(all, func(c candidate) bool { return c.id == present }) {
		return present
	}
	for _, c := range all {
		if c.verified {
			return c.id
		}
	}
	if len(all) > 0 {
		return all[0].id
	}
	return ""
}
