"""What the tests need around them: servers, browsers, databases."""
