"""What is known before any article is read: gazetteer, lexicons, alias register.  All of it is data in seeds/."""
