namespace Migration.Site;

public sealed record OrderLine(string Product, int Count);
