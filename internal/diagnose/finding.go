// Package diagnose answers "why can't they sign in": it gathers what the API
// knows about a person, or about an address that nobody has, in a few reads,
// and ranks the causes that these facts show. What cannot be seen from here
// is part of the answer.
//
// Every text that it gives is safe to draw.
package diagnose

import "usher/api"

// Cause names what stands between a person and the application. The names
// are stable.
type Cause string

// The causes, for a person and for an address without one.
const (
	Gone             Cause = "gone"
	Deprovisioned    Cause = "deprovisioned"
	Banned           Cause = "banned"
	Locked           Cause = "locked"
	FewAttempts      Cause = "few_attempts"
	NoVerified       Cause = "no_verified_identifier"
	NoWayIn          Cause = "no_way_in"
	NoPasswordSocial Cause = "no_password_no_social"
	SocialOnly       Cause = "social_only"
	UnverifiedSocial Cause = "only_unverified_social"
	SSO              Cause = "sso_connection"
	NoBackupCodes    Cause = "mfa_without_backup_codes"
	PasswordReset    Cause = "password_reset_required"
	PendingTask      Cause = "pending_session_task"
	Blocked          Cause = "block_list"
	SessionsRevoked  Cause = "sessions_revoked"
	TypoInAddress    Cause = "typo_in_address"
	Unreadable       Cause = "unreadable_record"
	NothingFound     Cause = "nothing_found"
	NoSuchUser       Cause = "no_such_user"
	UserExists       Cause = "user_exists"
	NearMiss         Cause = "near_miss"
	Invited          Cause = "invitation"
	OrgInvited       Cause = "organization_invitation"
	Waitlisted       Cause = "waitlist"
)

// Certainty tells how sure it is that a cause is the one.
type Certainty int

// The certainties, surest last.
const (
	Possible Certainty = iota // fits, and may be as it should be
	Likely                    // stands in the way in most applications
	Certain                   // the sign-in is refused
)

// String is the certainty as a word.
func (c Certainty) String() string {
	switch c {
	case Certain:
		return "certain"
	case Likely:
		return "likely"
	default:
		return "possible"
	}
}

// Severity tells how much of the way in a cause shuts.
type Severity int

// The severities, worst last.
const (
	Note   Severity = iota // good to know
	Hinder                 // shuts one way, or a step of it
	Stop                   // shuts every way
)

// Finding is one cause with what shows it and what to do.
type Finding struct {
	Cause     Cause
	Title     string // a few words without a full stop
	Evidence  string // sentences
	Fix       string // what to do, a sentence; "" for nothing
	Certainty Certainty
	Severity  Severity
	// ActionID is the row of the action table that fixes it; "" when nothing
	// here does.
	ActionID string
	// Target is the identification or list entry that the action is about; ""
	// for none.
	Target api.ID
	// Person is the index in [Facts.People] of a person to look at instead;
	// -1 for none.
	Person int
}

// The rows of the action table that fixes name.
const (
	actUnban         = "user.unban"
	actUnlock        = "user.unlock"
	actResetMFA      = "user.disable_mfa"
	actUncompromised = "user.password_uncompromised"
	actSignInLink    = "user.sign_in_link"
	actSendCode      = "identity.send_code"
	actCorrectEmail  = "identity.correct_email"
	actJoin          = "org.add"
	actUnlist        = "list.remove"
	actInvite        = "app.invite"
)

// ActionIDs are all rows of the action table that a finding may name.
func ActionIDs() []string {
	return []string{
		actUnban, actUnlock, actResetMFA, actUncompromised, actSignInLink, actSendCode, actCorrectEmail, actJoin, actUnlist, actInvite,
	}
}
