// Ported from System.Web: a static façade over HttpContext.Current.
#nullable disable
namespace Ported
{
    public static class Current
    {
        private static IHttpContextAccessor _accessor;

        public static void Configure(IHttpContextAccessor accessor) { _accessor = accessor; }

        public static HttpContext Context { get { return _accessor.HttpContext; } }

        public static ISession Session { get { return _accessor.HttpContext.Session; } }
    }

    public class BasePage
    {
        protected ISession Session { get { return Current.Session; } }

        protected int CustomerNo
        {
            get { return Session.GetInt32("CustomerNo") ?? 0; }
            set { Session.SetInt32("CustomerNo", value); }
        }

        protected string Language
        {
            get
            {
                string lang = Session.GetString("lang");
                if (String.IsNullOrEmpty(lang))
                {
                    lang = "en";
                    Session.SetString("lang", lang);
                }
                return lang;
            }
            set { Session.SetString("lang", value); }
        }
    }

    public class OrderPage : BasePage
    {
        public void Page_Load(object sender, EventArgs e)
        {
            if (Session.GetString("basket") == null)
            {
                Session.SetString("basket", "");
            }
            Session.SetString("language", Language);
        }

        public void BtnAdd_Click(object sender, EventArgs e)
        {
            string basket = Session.GetString("basket");
            Session.SetString("basket", basket + ";" + CustomerNo);
        }

        public void BtnRemoveAll_Click(object sender, EventArgs e)
        {
            foreach (string key in Session.Keys)
            {
                if (key.StartsWith("item"))
                {
                    Session.Remove(key);
                }
            }
            foreach (string key in Session.Keys)
            {
                Session.SetString(key, "");
            }
        }

        public int Count()
        {
            return Session.GetInt32({|TSES062:"basket"|}) ?? 0;
        }
    }
}
