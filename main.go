// Command usher is a terminal dashboard for the users of a Clerk application.
package main

func main() {}
