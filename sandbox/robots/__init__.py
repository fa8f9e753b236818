"""The robots of group chats at their wire protocol, and the chats in which a tester sees what they were sent."""
