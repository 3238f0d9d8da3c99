package api

import "net/http"

// Operation names one operation of the API by its id in the published
// specification, with its method and path template below the base URL.
type Operation struct {
	ID     string
	Method string
	Path   string
}

// Mutates reports whether the operation may change something.
func (o Operation) Mutates() bool { return o.Method != http.MethodGet }

// Every operation of the client.
var (
	opGetUserList                          = Operation{"GetUserList", http.MethodGet, "/users"}
	opCreateUser                           = Operation{"CreateUser", http.MethodPost, "/users"}
	opGetUsersCount                        = Operation{"GetUsersCount", http.MethodGet, "/users/count"}
	opUsersBan                             = Operation{"UsersBan", http.MethodPost, "/users/ban"}
	opUsersUnban                           = Operation{"UsersUnban", http.MethodPost, "/users/unban"}
	opGetUser                              = Operation{"GetUser", http.MethodGet, "/users/{user_id}"}
	opUpdateUser                           = Operation{"UpdateUser", http.MethodPatch, "/users/{user_id}"}
	opDeleteUser                           = Operation{"DeleteUser", http.MethodDelete, "/users/{user_id}"}
	opBanUser                              = Operation{"BanUser", http.MethodPost, "/users/{user_id}/ban"}
	opUnbanUser                            = Operation{"UnbanUser", http.MethodPost, "/users/{user_id}/unban"}
	opLockUser                             = Operation{"LockUser", http.MethodPost, "/users/{user_id}/lock"}
	opUnlockUser                           = Operation{"UnlockUser", http.MethodPost, "/users/{user_id}/unlock"}
	opSetUserProfileImage                  = Operation{"SetUserProfileImage", http.MethodPost, "/users/{user_id}/profile_image"}
	opDeleteUserProfileImage               = Operation{"DeleteUserProfileImage", http.MethodDelete, "/users/{user_id}/profile_image"}
	opUpdateUserMetadata                   = Operation{"UpdateUserMetadata", http.MethodPatch, "/users/{user_id}/metadata"}
	opReplaceUserMetadata                  = Operation{"ReplaceUserMetadata", http.MethodPut, "/users/{user_id}/metadata"}
	opGetOAuthAccessToken                  = Operation{"GetOAuthAccessToken", http.MethodGet, "/users/{user_id}/oauth_access_tokens/{provider}"}
	opUsersGetOrganizationMemberships      = Operation{"UsersGetOrganizationMemberships", http.MethodGet, "/users/{user_id}/organization_memberships"}
	opUsersGetOrganizationInvitations      = Operation{"UsersGetOrganizationInvitations", http.MethodGet, "/users/{user_id}/organization_invitations"}
	opVerifyPassword                       = Operation{"VerifyPassword", http.MethodPost, "/users/{user_id}/verify_password"}
	opVerifyTOTP                           = Operation{"VerifyTOTP", http.MethodPost, "/users/{user_id}/verify_totp"}
	opDisableMFA                           = Operation{"DisableMFA", http.MethodDelete, "/users/{user_id}/mfa"}
	opDeleteBackupCode                     = Operation{"DeleteBackupCode", http.MethodDelete, "/users/{user_id}/backup_code"}
	opUserPasskeyDelete                    = Operation{"UserPasskeyDelete", http.MethodDelete, "/users/{user_id}/passkeys/{passkey_identification_id}"}
	opUserWeb3WalletDelete                 = Operation{"UserWeb3WalletDelete", http.MethodDelete, "/users/{user_id}/web3_wallets/{web3_wallet_identification_id}"}
	opDeleteTOTP                           = Operation{"DeleteTOTP", http.MethodDelete, "/users/{user_id}/totp"}
	opCreateUserTOTP                       = Operation{"CreateUserTOTP", http.MethodPost, "/users/{user_id}/totp"}
	opDeleteExternalAccount                = Operation{"DeleteExternalAccount", http.MethodDelete, "/users/{user_id}/external_accounts/{external_account_id}"}
	opSetUserPasswordCompromised           = Operation{"SetUserPasswordCompromised", http.MethodPost, "/users/{user_id}/password/set_compromised"}
	opUnsetUserPasswordCompromised         = Operation{"UnsetUserPasswordCompromised", http.MethodPost, "/users/{user_id}/password/unset_compromised"}
	opRemoveUserPassword                   = Operation{"RemoveUserPassword", http.MethodPost, "/users/{user_id}/remove_password"}
	opListUserTrustedDevices               = Operation{"ListUserTrustedDevices", http.MethodGet, "/users/{user_id}/trusted_devices"}
	opRevokeUserTrustedDevice              = Operation{"RevokeUserTrustedDevice", http.MethodDelete, "/users/{user_id}/trusted_devices/{trusted_device_id}"}
	opReplaceUserEmailAddress              = Operation{"ReplaceUserEmailAddress", http.MethodPut, "/users/{user_id}/email_address"}
	opReplaceUserPhoneNumber               = Operation{"ReplaceUserPhoneNumber", http.MethodPut, "/users/{user_id}/phone_number"}
	opGetUserBillingSubscription           = Operation{"GetUserBillingSubscription", http.MethodGet, "/users/{user_id}/billing/subscription"}
	opGetUserBillingCreditBalance          = Operation{"GetUserBillingCreditBalance", http.MethodGet, "/users/{user_id}/billing/credits"}
	opAdjustUserBillingCreditBalance       = Operation{"AdjustUserBillingCreditBalance", http.MethodPost, "/users/{user_id}/billing/credits"}
	opGetSessionList                       = Operation{"GetSessionList", http.MethodGet, "/sessions"}
	opCreateSession                        = Operation{"createSession", http.MethodPost, "/sessions"}
	opGetSession                           = Operation{"GetSession", http.MethodGet, "/sessions/{session_id}"}
	opRevokeSession                        = Operation{"RevokeSession", http.MethodPost, "/sessions/{session_id}/revoke"}
	opGetClient                            = Operation{"GetClient", http.MethodGet, "/clients/{client_id}"}
	opCreateEmailAddress                   = Operation{"CreateEmailAddress", http.MethodPost, "/email_addresses"}
	opGetEmailAddress                      = Operation{"GetEmailAddress", http.MethodGet, "/email_addresses/{email_address_id}"}
	opUpdateEmailAddress                   = Operation{"UpdateEmailAddress", http.MethodPatch, "/email_addresses/{email_address_id}"}
	opDeleteEmailAddress                   = Operation{"DeleteEmailAddress", http.MethodDelete, "/email_addresses/{email_address_id}"}
	opPrepareEmailAddressVerification      = Operation{"PrepareEmailAddressVerification", http.MethodPost, "/email_addresses/{email_address_id}/prepare_verification"}
	opAttemptEmailAddressVerification      = Operation{"AttemptEmailAddressVerification", http.MethodPost, "/email_addresses/{email_address_id}/attempt_verification"}
	opCreatePhoneNumber                    = Operation{"CreatePhoneNumber", http.MethodPost, "/phone_numbers"}
	opGetPhoneNumber                       = Operation{"GetPhoneNumber", http.MethodGet, "/phone_numbers/{phone_number_id}"}
	opUpdatePhoneNumber                    = Operation{"UpdatePhoneNumber", http.MethodPatch, "/phone_numbers/{phone_number_id}"}
	opDeletePhoneNumber                    = Operation{"DeletePhoneNumber", http.MethodDelete, "/phone_numbers/{phone_number_id}"}
	opPreparePhoneNumberVerification       = Operation{"PreparePhoneNumberVerification", http.MethodPost, "/phone_numbers/{phone_number_id}/prepare_verification"}
	opAttemptPhoneNumberVerification       = Operation{"AttemptPhoneNumberVerification", http.MethodPost, "/phone_numbers/{phone_number_id}/attempt_verification"}
	opCreateActorToken                     = Operation{"CreateActorToken", http.MethodPost, "/actor_tokens"}
	opRevokeActorToken                     = Operation{"RevokeActorToken", http.MethodPost, "/actor_tokens/{actor_token_id}/revoke"}
	opCreateSignInToken                    = Operation{"CreateSignInToken", http.MethodPost, "/sign_in_tokens"}
	opRevokeSignInToken                    = Operation{"RevokeSignInToken", http.MethodPost, "/sign_in_tokens/{sign_in_token_id}/revoke"}
	opListAllowlistIdentifiers             = Operation{"ListAllowlistIdentifiers", http.MethodGet, "/allowlist_identifiers"}
	opCreateAllowlistIdentifier            = Operation{"CreateAllowlistIdentifier", http.MethodPost, "/allowlist_identifiers"}
	opDeleteAllowlistIdentifier            = Operation{"DeleteAllowlistIdentifier", http.MethodDelete, "/allowlist_identifiers/{identifier_id}"}
	opListBlocklistIdentifiers             = Operation{"ListBlocklistIdentifiers", http.MethodGet, "/blocklist_identifiers"}
	opCreateBlocklistIdentifier            = Operation{"CreateBlocklistIdentifier", http.MethodPost, "/blocklist_identifiers"}
	opDeleteBlocklistIdentifier            = Operation{"DeleteBlocklistIdentifier", http.MethodDelete, "/blocklist_identifiers/{identifier_id}"}
	opListInvitations                      = Operation{"ListInvitations", http.MethodGet, "/invitations"}
	opCreateInvitation                     = Operation{"CreateInvitation", http.MethodPost, "/invitations"}
	opCreateBulkInvitations                = Operation{"CreateBulkInvitations", http.MethodPost, "/invitations/bulk"}
	opRevokeInvitation                     = Operation{"RevokeInvitation", http.MethodPost, "/invitations/{invitation_id}/revoke"}
	opListOrganizations                    = Operation{"ListOrganizations", http.MethodGet, "/organizations"}
	opGetOrganization                      = Operation{"GetOrganization", http.MethodGet, "/organizations/{organization_id}"}
	opGetOrganizationBillingSubscription   = Operation{"GetOrganizationBillingSubscription", http.MethodGet, "/organizations/{organization_id}/billing/subscription"}
	opListOrganizationMemberships          = Operation{"ListOrganizationMemberships", http.MethodGet, "/organizations/{organization_id}/memberships"}
	opCreateOrganizationMembership         = Operation{"CreateOrganizationMembership", http.MethodPost, "/organizations/{organization_id}/memberships"}
	opUpdateOrganizationMembership         = Operation{"UpdateOrganizationMembership", http.MethodPatch, "/organizations/{organization_id}/memberships/{user_id}"}
	opDeleteOrganizationMembership         = Operation{"DeleteOrganizationMembership", http.MethodDelete, "/organizations/{organization_id}/memberships/{user_id}"}
	opUpdateOrganizationMembershipMetadata = Operation{"UpdateOrganizationMembershipMetadata", http.MethodPatch, "/organizations/{organization_id}/memberships/{user_id}/metadata"}
	opListOrganizationInvitations          = Operation{"ListOrganizationInvitations", http.MethodGet, "/organizations/{organization_id}/invitations"}
	opCreateOrganizationInvitation         = Operation{"CreateOrganizationInvitation", http.MethodPost, "/organizations/{organization_id}/invitations"}
	opGetOrganizationInvitation            = Operation{"GetOrganizationInvitation", http.MethodGet, "/organizations/{organization_id}/invitations/{invitation_id}"}
	opRevokeOrganizationInvitation         = Operation{"RevokeOrganizationInvitation", http.MethodPost, "/organizations/{organization_id}/invitations/{invitation_id}/revoke"}
	opInstanceGetOrganizationMemberships   = Operation{"InstanceGetOrganizationMemberships", http.MethodGet, "/organization_memberships"}
	opListInstanceOrganizationInvitations  = Operation{"ListInstanceOrganizationInvitations", http.MethodGet, "/organization_invitations"}
	opListOrganizationRoles                = Operation{"ListOrganizationRoles", http.MethodGet, "/organization_roles"}
	opGetInstance                          = Operation{"GetInstance", http.MethodGet, "/instance"}
	opUpdateInstanceRestrictions           = Operation{"UpdateInstanceRestrictions", http.MethodPatch, "/instance/restrictions"}
	opGetInstanceOrganizationSettings      = Operation{"GetInstanceOrganizationSettings", http.MethodGet, "/instance/organization_settings"}
	opGetInstanceProtect                   = Operation{"GetInstanceProtect", http.MethodGet, "/instance/protect"}
	opGetInstanceCommunication             = Operation{"GetInstanceCommunication", http.MethodGet, "/instance/communication"}
	opListDomains                          = Operation{"ListDomains", http.MethodGet, "/domains"}
	opListWaitlistEntries                  = Operation{"ListWaitlistEntries", http.MethodGet, "/waitlist_entries"}
	opInviteWaitlistEntry                  = Operation{"InviteWaitlistEntry", http.MethodPost, "/waitlist_entries/{waitlist_entry_id}/invite"}
	opRejectWaitlistEntry                  = Operation{"RejectWaitlistEntry", http.MethodPost, "/waitlist_entries/{waitlist_entry_id}/reject"}
	opDeleteWaitlistEntry                  = Operation{"DeleteWaitlistEntry", http.MethodDelete, "/waitlist_entries/{waitlist_entry_id}"}
)

// Operations returns every operation that the client implements, in the
// order of the specification.
func Operations() []Operation {
	return []Operation{
		opGetUserList,
		opCreateUser,
		opGetUsersCount,
		opUsersBan,
		opUsersUnban,
		opGetUser,
		opUpdateUser,
		opDeleteUser,
		opBanUser,
		opUnbanUser,
		opLockUser,
		opUnlockUser,
		opSetUserProfileImage,
		opDeleteUserProfileImage,
		opUpdateUserMetadata,
		opReplaceUserMetadata,
		opGetOAuthAccessToken,
		opUsersGetOrganizationMemberships,
		opUsersGetOrganizationInvitations,
		opVerifyPassword,
		opVerifyTOTP,
		opDisableMFA,
		opDeleteBackupCode,
		opUserPasskeyDelete,
		opUserWeb3WalletDelete,
		opDeleteTOTP,
		opCreateUserTOTP,
		opDeleteExternalAccount,
		opSetUserPasswordCompromised,
		opUnsetUserPasswordCompromised,
		opRemoveUserPassword,
		opListUserTrustedDevices,
		opRevokeUserTrustedDevice,
		opReplaceUserEmailAddress,
		opReplaceUserPhoneNumber,
		opGetUserBillingSubscription,
		opGetUserBillingCreditBalance,
		opAdjustUserBillingCreditBalance,
		opGetSessionList,
		opCreateSession,
		opGetSession,
		opRevokeSession,
		opGetClient,
		opCreateEmailAddress,
		opGetEmailAddress,
		opUpdateEmailAddress,
		opDeleteEmailAddress,
		opPrepareEmailAddressVerification,
		opAttemptEmailAddressVerification,
		opCreatePhoneNumber,
		opGetPhoneNumber,
		opUpdatePhoneNumber,
		opDeletePhoneNumber,
		opPreparePhoneNumberVerification,
		opAttemptPhoneNumberVerification,
		opCreateActorToken,
		opRevokeActorToken,
		opCreateSignInToken,
		opRevokeSignInToken,
		opListAllowlistIdentifiers,
		opCreateAllowlistIdentifier,
		opDeleteAllowlistIdentifier,
		opListBlocklistIdentifiers,
		opCreateBlocklistIdentifier,
		opDeleteBlocklistIdentifier,
		opListInvitations,
		opCreateInvitation,
		opCreateBulkInvitations,
		opRevokeInvitation,
		opListOrganizations,
		opGetOrganization,
		opGetOrganizationBillingSubscription,
		opListOrganizationMemberships,
		opCreateOrganizationMembership,
		opUpdateOrganizationMembership,
		opDeleteOrganizationMembership,
		opUpdateOrganizationMembershipMetadata,
		opListOrganizationInvitations,
		opCreateOrganizationInvitation,
		opGetOrganizationInvitation,
		opRevokeOrganizationInvitation,
		opInstanceGetOrganizationMemberships,
		opListInstanceOrganizationInvitations,
		opListOrganizationRoles,
		opGetInstance,
		opUpdateInstanceRestrictions,
		opGetInstanceOrganizationSettings,
		opGetInstanceProtect,
		opGetInstanceCommunication,
		opListDomains,
		opListWaitlistEntries,
		opInviteWaitlistEntry,
		opRejectWaitlistEntry,
		opDeleteWaitlistEntry,
	}
}
