namespace BlogEngine;

public sealed record Post(int Id, string Title, string Author);

public sealed class PostStore
{
    private readonly List<Post> _posts = [];

    public Task<IReadOnlyList<Post>> PageAsync(int page, CancellationToken cancellation)
        => Task.FromResult<IReadOnlyList<Post>>([.. _posts.Skip((page - 1) * 10).Take(10)]);

    public Task<int> AddAsync(Draft draft, string author, CancellationToken cancellation)
    {
        _posts.Add(new Post(_posts.Count + 1, draft.Title, author));
        return Task.FromResult(_posts.Count);
    }
}
