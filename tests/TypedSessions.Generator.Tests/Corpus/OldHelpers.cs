// Code that has been moved from System.Web, and from Visual Basic before that.
using System.Collections;
using System.Globalization;

#nullable disable

namespace Legacy.Web
{
    public static class modSession
    {
        private static IHttpContextAccessor m_objAccessor;

        public const string SESSION_USER = "strUserName";
        public const string SESSION_ORDERS = "colOrders";

        public static void Init(IHttpContextAccessor objAccessor)
        {
            m_objAccessor = objAccessor;
        }

        public static ISession Session
        {
            get { return m_objAccessor.HttpContext.Session; }
        }

        public static string UserName
        {
            get
            {
                string strName = Session.GetString(SESSION_USER);
                if (strName == null)
                {
                    return string.Empty;
                }
                else
                {
                    return strName;
                }
            }
            set
            {
                if (value == null || value.Length == 0)
                    Session.Remove(SESSION_USER);
                else
                    Session.SetString(SESSION_USER, value);
            }
        }

        public static ArrayList Orders()
        {
            ArrayList colOrders = new ArrayList();
            string strOrders = Session.GetString(SESSION_ORDERS);
            if (!string.IsNullOrEmpty(strOrders))
            {
                foreach (string strOrder in strOrders.Split(';'))
                {
                    colOrders.Add(int.Parse(strOrder, CultureInfo.InvariantCulture));
                }
            }
            return colOrders;
        }

        public static bool AddOrder(int intOrder)
        {
            int intTries = 0;
        Retry:
            try
            {
                ArrayList colOrders = Orders();
                colOrders.Add(intOrder);
                Session.SetString(SESSION_ORDERS, string.Join(";", colOrders.ToArray()));
                return true;
            }
            catch (FormatException)
            {
                Session.Remove(SESSION_ORDERS);
                intTries++;
                if (intTries < 2) goto Retry;
                return false;
            }
        }

        public static void EndSession()
        {
            Session.Abandon();
        }
    }
}
