package emulator

// moreRoutes are the operations beyond reading users and the instance.
func moreRoutes() []route {
	var all []route
	for _, table := range [][]route{
		userWriteRoutes(), securityRoutes(), deviceRoutes(), identityRoutes(), sessionRoutes(), organizationRoutes(),
		tokenRoutes(), listRoutes(), invitationRoutes(), waitlistRoutes(), billingRoutes(),
	} {
		all = append(all, table...)
	}
	return all
}
